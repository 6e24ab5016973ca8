// The stage in the browser: keys of presenters' remotes, swiping, black and white screen, full screen, a screen that stays awake, and
// controls that hide until someone asks for them. Keys press the visible buttons. What a reload would lose is kept for this window.
if (!window.stage) {
  window.stage = true;
  const body = document.body, kept = sessionStorage, find = (selector) => document.querySelector(selector);
  const stands = () => find(".st-key-stage"), button = (name) => find(`.st-key-stage-${name} button:not(:disabled)`);
  const press = (name) => button(name)?.click();
  const turns = {
    PageDown: "next", ArrowRight: "next", ArrowDown: "next", " ": "next", Enter: "next",
    PageUp: "previous", ArrowLeft: "previous", ArrowUp: "previous", Home: "first", End: "last"
  };
  const covers = { Delete: "black", ".": "black", b: "black", B: "black", ",": "white", w: "white", W: "white" };
  const typing = "input, textarea, select, [role=radiogroup], [role=slider], [role=combobox], [data-testid=stPopoverBody]";

  // Black or white screen, and whether characters may cover it (WCAG 2.1.4: they can be turned off).
  const cover = (colour) => {
    for (const one of ["black", "white"]) body.classList.toggle(`stage-${one}`, one === colour);
    colour ? kept.setItem("stage-cover", colour) : kept.removeItem("stage-cover");
  };
  const covered = () => ["black", "white"].find((colour) => body.classList.contains(`stage-${colour}`)) ?? "";
  const letters = () => localStorage.getItem("stage-letters") !== "off";

  // Controls and pointer: shown for three seconds after the pointer moved, as long as the keyboard walks through them.
  let rest = 0, walking = false;
  const hide = () => { if (!find("[data-testid=stPopoverBody]")) body.classList.add("stage-still"); };
  const show = (walks = false) => {
    walking = walks;
    body.classList.remove("stage-still");
    clearTimeout(rest);
    if (!walks) rest = setTimeout(hide, 3000);
  };

  // Full screen: F5, as remotes send it, and a button, which is absent where the device has none.
  const full = () => document.fullscreenElement;
  const fill = () => document.documentElement.requestFullscreen?.({ navigationUI: "hide" }).catch(() => {});
  body.classList.toggle("stage-no-full", !document.fullscreenEnabled);
  let going = false;
  addEventListener("pagehide", () => { going = true; });
  document.addEventListener("fullscreenchange", () => { if (!going) full() ? kept.setItem("stage-full", "on") : kept.removeItem("stage-full"); });

  // The screen does not go to sleep while a slide stands on it.
  let lock = null;
  const wake = async () => {
    const wanted = stands() && document.visibilityState === "visible";
    if (!wanted) {
      lock?.release?.().catch(() => {});  // not while it is only asked for
      lock = null;
    } else if (!lock) {
      lock = "asked";
      lock = await navigator.wakeLock?.request("screen").catch(() => null) ?? null;
      lock?.addEventListener("release", () => { lock = null; });
      body.classList.toggle("stage-sleeps", !lock);
      if (!lock) lock = { release: async () => {} };
    }
  };
  document.addEventListener("visibilitychange", () => { lock = null; wake(); });

  addEventListener("keydown", (event) => {
    if (!stands() || event.ctrlKey || event.altKey || event.metaKey) return;
    const inside = event.target.closest?.(typing), own = event.target.closest?.("button, a[href]");
    if (event.key === "F5") {  // would reload the page
      event.preventDefault();
      if (!event.repeat && !full()) fill();
      return;
    }
    if (event.key === "Tab") return show(true);
    if (event.key === "Escape") {  // the browser leaves full screen; the presentation ends by its button only
      cover("");
      return show();
    }
    if (inside) return;
    if (event.key in covers) {
      if (event.key.length === 1 && !letters()) return;
      event.preventDefault();
      if (!event.repeat) cover(covered() ? "" : covers[event.key]);
      return;
    }
    if (event.key === "Pause") {
      if (!event.repeat) press(button("pause") ? "pause" : "resume");
      return;
    }
    if (!(event.key in turns) || (own && walking && (event.key === " " || event.key === "Enter"))) return;
    event.preventDefault();
    if (event.repeat) return;  // a key that is held turns one slide
    if (kept.getItem("stage-full") && !full()) fill();
    walking = false;
    hide();
    if (covered()) return cover("");
    if (event.key === "Enter" && button("play")) return press("play");
    press(turns[event.key]);
  }, true);

  addEventListener("click", (event) => {
    const on = (selector) => event.target.closest?.(selector);
    if (on("#stage-cover")) cover("");
    if (on("#stage-dark")) cover("black");
    if (on("#stage-full")) full() ? document.exitFullscreen() : fill();
    if (on("#stage-letters")) {
      localStorage.setItem("stage-letters", letters() ? "off" : "on");
      on("#stage-letters").setAttribute("aria-pressed", letters());
    }
  });

  addEventListener("pointermove", (event) => { if (stands() && event.pointerType !== "touch") show(); });

  // A swipe turns, a tap asks for the controls; the first tap on a hidden control presses nothing.
  let from = null, unseen = false;
  addEventListener("touchstart", ({ touches, target }) => {
    if (!stands() || target.closest?.("[data-testid=stPopoverBody]")) return;
    from = touches.length === 1 ? { x: touches[0].clientX, y: touches[0].clientY } : null;
    unseen = body.classList.contains("stage-still") && matchMedia("(min-width: 760px) and (min-height: 480px)").matches;
  }, { capture: true, passive: true });
  addEventListener("touchend", ({ changedTouches: [end] }) => {
    if (!from || !stands()) return;
    const across = end.clientX - from.x, down = end.clientY - from.y;
    from = null;
    if (Math.abs(across) > 50 && Math.abs(across) > 2 * Math.abs(down)) {
      unseen = false;  // the click below is meant, also while the controls are hidden
      press(across < 0 ? "next" : "previous");
    } else show();
  }, { capture: true, passive: true });
  addEventListener("click", (event) => {
    if (unseen && event.target.closest?.(".st-key-stage-tools")) { event.preventDefault(); event.stopPropagation(); }
    unseen = false;
  }, true);

  // What the page shows anew: a pause that a reload has lost, the state of the switch.
  let begun = false, lost = false;
  const pauseAgain = () => {  // until the page says that it stands, for a click on a page that is still being drawn may be lost
    if (!stands() || find(".st-key-stage-resume")) { lost = false; return; }
    press("pause");
    setTimeout(pauseAgain, 1500);
  };
  const look = () => {
    wake();
    if (!stands()) {
      body.classList.remove("stage-still", "stage-black", "stage-white");
      if (begun) { cover(""); kept.removeItem("stage-paused"); kept.removeItem("stage-full"); }
      begun = false;
      return;
    }
    if (!begun) {
      begun = true;
      cover(kept.getItem("stage-cover") ?? "");
      lost = Boolean(kept.getItem("stage-paused"));
      if (lost) pauseAgain();
      show();
    } else if (!lost && find(".st-key-stage-pause, .st-key-stage-resume")) {
      find(".st-key-stage-resume") ? kept.setItem("stage-paused", "on") : kept.removeItem("stage-paused");
    }
    find("#stage-letters")?.setAttribute("aria-pressed", letters());
  };
  let due = 0;
  new MutationObserver(() => { due ||= setTimeout(() => { due = 0; look(); }, 100); }).observe(body, { childList: true, subtree: true });
  look();
}
