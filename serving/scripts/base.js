// All pages are at the root of the server. The framework would look for it below the path of the page first, be refused twice, and start
// later.
window.__streamlit = { BACKEND_BASE_URL: `${location.origin}/` };
