// Charts are drawn in the colours of the ground. Where the device turns from light to dark, the framework has the ground follow at once and
// the charts only with the next click; so the page is asked for anew, as by a step back to the same address, once the ground has turned. A
// script that runs is waited for: only then does the address say what was clicked.
(() => {
  const rests = () => document.querySelector("[data-testid=stApp]")?.dataset.testScriptState !== "running";
  const turned = () => setTimeout(() => (rests() ? dispatchEvent(new PopStateEvent("popstate")) : turned()), 300);
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", turned);
})();
