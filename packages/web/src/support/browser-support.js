// biome-ignore-all lint/complexity/useOptionalChain: old browsers can't read it
// biome-ignore-all lint/complexity/useArrowFunction: old browsers can't read it
// biome-ignore-all lint/suspicious/noPrototypeBuiltins: old browsers don't have Object.hasOwn
// Runs before everything else of a page, in whatever browser there is: plain old JavaScript, no part of the bundle.
// Says so when the pages cannot run here, or when one of their first files did not come, where nothing else could say it.
// `english` are the texts of support-words.json in English and `others` the address of all of them, fetched when they are
// needed; the build puts both in.
(function checkBrowser(english, others) {
  var unsupported = isMissing();
  if (unsupported) {
    // The pages' own scripts look for this and leave the place alone.
    document.documentElement.setAttribute("data-unsupported", "true");
    show("old");
  } else {
    window.addEventListener("error", remember, true);
    window.addEventListener("load", function () {
      setTimeout(function () {
        window.removeEventListener("error", remember, true);
        if (failed && isEmpty()) show("broken");
      }, 0);
    });
  }
  var failed;

  /** The newest features that the pages use, each standing for the browsers of its year. docs/languages.md names the versions. */
  function isMissing() {
    return !(
      "noModule" in document.createElement("script") &&
      window.EventSource &&
      window.ResizeObserver &&
      window.HTMLDialogElement &&
      window.AbortSignal &&
      AbortSignal.timeout &&
      // Came with the last parts of the syntax that the scripts are written in, which cannot be asked for.
      window.CompressionStream &&
      Array.prototype.toReversed &&
      Object.hasOwn &&
      window.Intl &&
      Intl.ListFormat &&
      Intl.DisplayNames &&
      window.CSS &&
      CSS.supports &&
      CSS.supports("color", "color-mix(in srgb, red, blue)")
    );
  }

  function remember(event) {
    var of = event.target && event.target.tagName;
    if (of === "SCRIPT" || of === "LINK" || event.error instanceof SyntaxError) failed = true;
  }

  function isEmpty() {
    var page = document.getElementById("page");
    return !page || !page.firstChild;
  }

  function show(what) {
    if (!document.body || !document.getElementById("page")) {
      document.addEventListener("DOMContentLoaded", function () {
        show(what);
      });
      return;
    }
    var script = document.createElement("script");
    var isShown = false;
    window.refractSupportWords = function (words) {
      isShown = true;
      var language = languageOf(words);
      draw(what, language, words[language]);
    };
    script.onload = script.onerror = function () {
      if (!isShown) draw(what, "en", english);
    };
    script.src = others;
    document.body.appendChild(script);
  }

  function draw(what, language, text) {
    var main = element("main", "column stack");
    main.setAttribute("lang", language);
    main.setAttribute("dir", language === "ar" ? "rtl" : "ltr");
    main.appendChild(element("h1", "", text[what].heading));
    main.appendChild(element("p", "lead", text[what].text));
    var button = element("button", "button primary", text.reload);
    button.setAttribute("type", "button");
    button.onclick = function () {
      location.reload();
    };
    var line = element("p", "");
    line.appendChild(button);
    main.appendChild(line);
    document.title = text[what].heading;
    var page = document.getElementById("page");
    while (page.firstChild) page.removeChild(page.firstChild);
    page.appendChild(main);
  }

  function element(name, className, text) {
    var made = document.createElement(name);
    if (className) made.className = className;
    if (text) made.appendChild(document.createTextNode(text));
    return made;
  }

  function languageOf(words) {
    var asked = /[?&]lang=([A-Za-z]+)/.exec(location.search);
    var wanted = [asked ? asked[1] : ""].concat(navigator.languages || [navigator.language || ""]);
    var base;
    var i;
    for (i = 0; i < wanted.length; i += 1) {
      base = String(wanted[i]).toLowerCase().split("-")[0];
      if (Object.prototype.hasOwnProperty.call(words, base)) return base;
    }
    return "en";
  }
})(/* english and address */);
