// Keys and choosing of words on the pages of the review; they work without this file.
"use strict";
(() => {
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
    const typing = event.target.closest("input:not([type=checkbox]), textarea, select");
    if (event.key === "Escape" && typing) { typing.blur(); return; }
    if (typing || !/^[a-z]$/.test(event.key)) return;
    const action = document.querySelector(`[data-key="${event.key}"]`);
    if (!action) return;
    event.preventDefault();
    action.click();
    if (action.tagName === "SUMMARY" && action.parentElement.open) {
      const first = action.parentElement.querySelector("select, input:not([type=hidden])");
      if (first) first.focus();
    }
  });

  // A decision is sent once, however often its key is pressed.
  for (const form of document.querySelectorAll("form[method=post]"))
    form.addEventListener("submit", (event) => {
      if (form.dataset.sent) event.preventDefault();
      form.dataset.sent = "1";
    });
  addEventListener("pageshow", () => { for (const form of document.querySelectorAll("form[data-sent]")) delete form.dataset.sent; });

  const passage = document.querySelector(".passage");
  if (!passage) return;
  let target = null;
  document.addEventListener("focusin", (event) => {
    if (!event.target.matches("input.words")) return;
    if (target) target.classList.remove("target");
    target = event.target;
    target.classList.add("target");
  });

  // Where a place of the page lies in the text, in code points.
  const placeOf = (node, offset) => {
    const piece = (node.nodeType === Node.TEXT_NODE ? node.parentElement : node).closest("[data-start]");
    if (!piece || node.nodeType !== Node.TEXT_NODE) return null;
    return Number(piece.dataset.start) + [...node.data.slice(0, offset)].length;
  };

  passage.addEventListener("mouseup", () => {
    const chosen = getSelection();
    if (!target || chosen.isCollapsed || !chosen.rangeCount) return;
    const range = chosen.getRangeAt(0);
    if (!passage.contains(range.commonAncestorContainer)) return;
    const words = range.toString();
    const trimmed = words.trim();
    const start = placeOf(range.startContainer, range.startOffset);
    if (!trimmed) return;
    target.value = trimmed;
    target.nextElementSibling.value = start === null ? "" : String(start + [...words.slice(0, words.indexOf(trimmed))].length);
    target.nextElementSibling.nextElementSibling.value = "";
    target.focus();
  });
  document.addEventListener("input", (event) => {
    if (event.target.matches("input.words")) event.target.nextElementSibling.value = "";  // written, not chosen
  });
})();
