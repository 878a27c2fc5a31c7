/**
 * Watches whether the page's modules start, and says so in the shell's line where they do not. A classic script in the
 * syntax of 2009, because it has to run where the modules are not understood.
 *
 * A module that does not load is tried again once by itself: the page is loaded anew as soon as the server answers.
 * When that was in vain, or takes long, the line is shown with a button. It goes away when the modules have started.
 * A style sheet is asked for once more, in its place; a page that goes on without is told the same.
 */
(function () {
  "use strict";

  var PATIENCE_MS = 20000; // until a page that is still loading says so
  var PAUSE_MS = 1500; // before the attempt that is made by itself
  var ANSWER_MS = 10000;
  var started = false;
  var broken = ""; // why the modules do not start: "failed" or "old"
  var bare = false; // a style sheet has not come

  /** The shell's line: `why` is "failed" or "old" (the browser), "" for none. @param {string} why */
  function show(why) {
    var line = document.getElementById("unstarted");
    if (!line) return;
    var words = line.querySelectorAll("[data-why]");
    for (var i = 0; i < words.length; i++) {
      /** @type {HTMLElement} */ (words[i]).hidden = words[i].getAttribute("data-why") !== why;
    }
    line.hidden = why === "";
  }

  /** The line is below this script in the page. @param {() => void} act */
  function whenRead(act) {
    if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", act);
    else act();
  }

  function isReload() {
    return performance.navigation && performance.navigation.type === 1;
  }

  /** @param {string} why */
  function fail(why) {
    if (broken || started) return;
    broken = why;
    if (why === "failed" && !isReload()) setTimeout(tryAgain, PAUSE_MS);
    else whenRead(function () { show(why); });
  }

  function giveUp() {
    show("failed");
  }

  /** Loads the page anew if the server answers: a page of the browser's own would say less than the line. */
  function tryAgain() {
    var request = new XMLHttpRequest();
    request.open("HEAD", location.href.split("#")[0]);
    request.timeout = ANSWER_MS;
    request.onload = function () {
      if (request.status < 500) location.reload();
      else giveUp();
    };
    request.onerror = request.ontimeout = giveUp;
    request.send();
  }

  function knowsModules() {
    return "noModule" in document.createElement("script");
  }

  function hasDialogs() {
    return typeof HTMLDialogElement === "function" && "showModal" in HTMLDialogElement.prototype;
  }

  /** Whether an event is of one of the page's modules. @param {Event} event */
  function isModule(event) {
    var target = /** @type {HTMLScriptElement|null} */ (event.target);
    return target !== null && target.nodeName === "SCRIPT" && target.type === "module";
  }

  /** Asks once more for a style sheet that did not come. @param {HTMLLinkElement} link */
  function styleAgain(link) {
    if (link.href.indexOf("?") >= 0) {
      bare = true;
      whenRead(function () { show("failed"); });
      return;
    }
    setTimeout(function () {
      var next = /** @type {HTMLLinkElement} */ (link.cloneNode());
      next.href = link.href + "?again";
      if (link.parentNode) link.parentNode.insertBefore(next, link);
    }, PAUSE_MS);
  }

  /** @param {EventTarget|null} target @returns {target is HTMLLinkElement} */
  function isSheet(target) {
    var link = /** @type {HTMLLinkElement|null} */ (target);
    return link !== null && link.nodeName === "LINK" && link.rel === "stylesheet";
  }

  // What happens to an element is seen by capturing only, and its "load" not by the window at all (DOM, 2.9).
  document.addEventListener("error", function (event) {
    if (isModule(event)) fail("failed");
    if (isSheet(event.target)) styleAgain(event.target);
  }, true);

  document.addEventListener("load", function (event) {
    if (!isModule(event) || broken) return;
    started = true;
    show(hasDialogs() ? (bare ? "failed" : "") : "old");
  }, true);

  /** An error while the modules start; later ones are their own affair. */
  addEventListener("error", function (event) {
    if (event.target !== window || /ResizeObserver/.test(event.message)) return;
    fail(/SyntaxError/.test(event.message) ? "old" : "failed");
  });

  addEventListener("online", function () {
    if (broken === "failed") tryAgain();
  });

  whenRead(function () {
    var button = document.querySelector("#unstarted button");
    if (button) button.addEventListener("click", tryAgain);
  });

  if (!knowsModules()) fail("old");

  setTimeout(function () {
    if (!started && !broken) show("failed");
  }, PATIENCE_MS);
})();
