// Comforts only: every page works without this file, and the server never relies on it.
(() => {
  "use strict";

  // A second click on a form that is on its way does nothing.
  const BUSY_MS = 15000; // after which the page lets the person try again
  const release = (form) => {
    form.removeAttribute("aria-busy");
    form.querySelectorAll("[data-pressed]").forEach((button) => button.removeAttribute("data-pressed"));
  };
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (form.getAttribute("aria-busy") === "true") {
      event.preventDefault();
      event.stopImmediatePropagation();
      return;
    }
    if (form.method !== "post" || form.hasAttribute("data-download")) return;
    form.setAttribute("aria-busy", "true");
    event.submitter?.setAttribute("data-pressed", "");
    setTimeout(release, BUSY_MS, form);
  }, true);
  document.addEventListener("htmx:afterRequest", (event) => {
    const form = event.target.closest?.("form");
    if (form) release(form);
  });
  window.addEventListener("pageshow", (event) => {
    if (event.persisted) document.querySelectorAll("form[aria-busy]").forEach(release);
  });

  // Leaving a page with unsaved text asks first: <form data-warn-unsaved>. A form that came back
  // from the server with text that it did not save says so: <form data-unsaved>.
  const changed = new Set();
  document.addEventListener("input", (event) => {
    const form = event.target.closest("form[data-warn-unsaved]");
    if (form) changed.add(form);
  });
  document.addEventListener("htmx:load", (event) => {
    event.target.querySelectorAll("form[data-unsaved]").forEach((form) => changed.add(form));
  });
  document.addEventListener("submit", (event) => changed.delete(event.target));
  document.addEventListener("click", (event) => {
    const way = event.target.closest("form[data-warn-unsaved] a[hx-get]");
    const form = way && way.closest("form");
    if (!form || !changed.has(form) || confirm("Leave this without saving what you wrote?")) return;
    event.preventDefault();
    event.stopImmediatePropagation();
  }, true);
  window.addEventListener("beforeunload", (event) => {
    if ([...changed].some((form) => form.isConnected)) event.preventDefault();
  });

  // An open menu closes on Escape, or on a click elsewhere.
  const closeMenus = (except) => document.querySelectorAll("details.menu[open]").forEach((menu) => {
    if (menu !== except) menu.open = false;
  });
  document.addEventListener("click", (event) => closeMenus(event.target.closest("details.menu")));
  document.addEventListener("keydown", (event) => {
    const menu = event.key === "Escape" && document.querySelector("details.menu[open]");
    if (!menu) return;
    menu.open = false;
    menu.querySelector("summary").focus();
  });

  // What is folded opens for a link that leads there, and for paper.
  document.addEventListener("click", (event) => {
    const way = event.target.closest('a[href^="#"]');
    const fold = way && document.getElementById(way.hash.slice(1))?.closest("details.fold");
    if (fold) fold.open = true;
  });
  window.addEventListener("beforeprint", () => {
    document.querySelectorAll("details.fold:not([open])").forEach((fold) => {
      fold.open = true;
      fold.dataset.folded = "";
    });
  });
  window.addEventListener("afterprint", () => {
    document.querySelectorAll("details.fold[data-folded]").forEach((fold) => {
      fold.open = false;
      delete fold.dataset.folded;
    });
  });

  // What a person folded or opened stays so when it is refreshed.
  document.addEventListener("htmx:oobBeforeSwap", (event) => {
    const { target, fragment } = event.detail;
    const before = target.querySelector?.("details.fold");
    const after = fragment.querySelector("details.fold");
    if (before && after) after.open = before.open;
  });

  // A fragment that refreshes itself says its short sentence in a live region that stays in place,
  // and not more often than a person can listen.
  const QUIET_MS = 10000;
  let spokenAt = 0;
  document.addEventListener("htmx:afterSettle", (event) => {
    const source = event.target.closest("[data-announce]");
    const region = document.getElementById("announcer");
    if (!source || !region || region.textContent === source.dataset.announce) return;
    const live = source.hasAttribute("data-live");
    if (live && Date.now() - spokenAt < QUIET_MS) return;
    spokenAt = Date.now();
    region.textContent = source.dataset.announce;
  });

  // A form that comes in place of a text takes the focus into its first field, unless the person
  // is in a field already: what is typed must land where it is looked at.
  document.addEventListener("htmx:load", (event) => {
    const fields = ":is(input:not([type=hidden]), textarea, select)";
    if (document.activeElement?.matches(fields)) return;
    const first = event.target.closest("[data-focus-first]")?.querySelector(fields);
    if (first && !event.target.querySelector("[autofocus]")) first.focus();
  });

  // A person's own save raises the revision that other forms open on the page were made from. Those
  // made from an older one stay stale: someone else's change lies between.
  document.addEventListener("revised", (event) => {
    const { from, to } = event.detail;
    document.querySelectorAll("form > input[name=revision]").forEach((field) => {
      if (field.value === String(from)) field.value = to;
    });
  });

  // A form that gets no answer, or a whole page about a problem, stays as it is and says why.
  const say = (form, text, way) => {
    form.querySelector(":scope > .alert-error")?.remove();
    const alert = document.createElement("p");
    alert.className = "alert alert-error";
    alert.setAttribute("role", "alert");
    alert.textContent = `${text} Nothing was saved, and what you wrote is still here. `;
    if (way) alert.append(way);
    form.append(alert);
    if (form.hasAttribute("data-warn-unsaved")) changed.add(form);
  };
  const failed = (asker, text) => {
    if (asker.matches("a[href]")) return location.assign(asker.href);
    if (asker.matches("form")) say(asker, text);
  };
  document.addEventListener("htmx:sendError", (event) => {
    failed(event.detail.elt, "The server gave no answer. Check your connection, then try again.");
  });
  document.addEventListener("htmx:beforeSwap", (event) => {
    const { xhr, requestConfig } = event.detail;
    if (xhr.status < 400 || !/^\s*<!doctype/i.test(xhr.responseText)) return;
    event.detail.shouldSwap = false;
    const page = new DOMParser().parseFromString(xhr.responseText, "text/html");
    const words = (selector) => page.querySelector(selector)?.textContent.trim();
    failed(requestConfig.elt, words(".page-head .lede") ?? `${words("h1") ?? "This did not work"}.`);
  });

  // When the session ended meanwhile, a fragment request is answered by the login page: go there.
  // A form stays where it is, so that what was written can be saved after logging in again.
  document.addEventListener("htmx:beforeSwap", (event) => {
    const { xhr, boosted, requestConfig } = event.detail;
    if (!xhr.responseURL || boosted) return;
    const answered = new URL(xhr.responseURL);
    const login = document.body.dataset.loginPath;
    if (!login || answered.pathname !== login || location.pathname === login) return;
    event.detail.shouldSwap = false;
    if (!requestConfig.elt.matches("form")) {
      location.assign(`${login}?next=${encodeURIComponent(location.pathname + location.search)}`);
      return;
    }
    const way = document.createElement("a");
    Object.assign(way, { href: login, target: "_blank", textContent: "Log in in a new tab" });
    say(requestConfig.elt, "You are logged out. Log in again, come back here and save once more.", way);
  });

  // Logging in changes the token that forms are checked by; a form from before takes the new one.
  document.addEventListener("htmx:configRequest", (event) => {
    const { parameters } = event.detail;
    const token = document.cookie.match(/(?:^|; )csrftoken=([^;]+)/)?.[1];
    if (token && parameters.csrfmiddlewaretoken) parameters.csrfmiddlewaretoken = token;
  });
})();
