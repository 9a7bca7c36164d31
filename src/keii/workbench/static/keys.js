// Keys and pointing on the page of a document; the page works without this file.
"use strict";
(() => {
  const cards = [...document.querySelectorAll(".claim")];
  if (!cards.length) return;
  const body = document.querySelector(".body");
  const marked = new Set();
  let at = -1;

  const fieldsOf = (id) => [...body.querySelectorAll("[data-fields]")].flatMap((piece) =>
    piece.dataset.fields.split(" ").filter((pair) => pair.startsWith(id + ":"))
      .map((pair) => [piece, "f-" + pair.slice(id.length + 1)]));

  const clear = () => {
    for (const [element, name] of marked) element.classList.remove(name);
    marked.clear();
  };

  const mark = (element, name) => {
    element.classList.add(name);
    marked.add([element, name]);
  };

  // Shows one claim: its card, its words, and the words of its fields in their colours.
  const show = (id) => {
    for (const element of document.querySelectorAll(".on")) element.classList.remove("on");
    for (const name of ["actor", "recipient", "source", "place", "time", "cue", "quantity"])
      for (const element of body.querySelectorAll(".f-" + name)) element.classList.remove("f-" + name);
    clear();
    const card = document.getElementById("c-" + id);
    if (!card) return;
    mark(card, "on");
    for (const words of body.querySelectorAll("[data-claims]"))
      if (words.dataset.claims.split(" ").includes(id)) mark(words, "on");
    for (const [piece, name] of fieldsOf(id)) mark(piece, name);
    at = cards.indexOf(card);
  };

  const near = (element) => element && element.scrollIntoView({ block: "nearest" });

  // Scrolls the column alone, so that the text stays where it is read.
  const nearCard = (card) => {
    const column = card.closest(".claims");
    if (column.scrollHeight > column.clientHeight) column.scrollTop += card.getBoundingClientRect().top - column.getBoundingClientRect().top - 40;
  };

  // The column follows the text: beside the first words in sight stands their claim, unless a chosen one is in sight.
  const seen = (element) => { const box = element.getBoundingClientRect(); return box.bottom > 0 && box.top < innerHeight; };
  let waiting = false;
  const follow = () => {
    waiting = false;
    const chosen = body.querySelector(".w.on");
    if (document.querySelector(".claims:hover, .claims :focus-within") || (chosen && seen(chosen))) return;
    const words = [...body.querySelectorAll("[data-claims]")].find(seen);
    const card = words && document.getElementById("c-" + words.dataset.claims.split(" ")[0]);
    if (card) nearCard(card);
  };
  addEventListener("scroll", () => { if (!waiting) { waiting = true; requestAnimationFrame(follow); } }, { passive: true });

  const go = (step) => {
    at = Math.min(Math.max(at + step, 0), cards.length - 1);
    const id = cards[at].dataset.claim;
    show(id);
    nearCard(cards[at]);
    near(body.querySelector(".w.on"));
    cards[at].focus({ preventScroll: true });
  };

  body.addEventListener("mouseover", (event) => {
    const words = event.target.closest("[data-claims]");
    if (words) { const id = words.dataset.claims.split(" ")[0]; show(id); nearCard(document.getElementById("c-" + id)); }
  });
  body.addEventListener("focusin", (event) => {
    const words = event.target.closest("[data-claims]");
    if (words) { const id = words.dataset.claims.split(" ")[0]; show(id); nearCard(document.getElementById("c-" + id)); }
  });
  for (const card of cards) {
    card.addEventListener("mouseenter", () => show(card.dataset.claim));
    card.querySelector(".to-text").addEventListener("click", (event) => {
      event.preventDefault();
      show(card.dataset.claim);
      near(body.querySelector(".w.on"));
    });
  }
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.target.closest("input, textarea, select")) return;
    if (event.key === "j") go(1);
    else if (event.key === "k") go(-1);
    else if (event.key === "o" && at >= 0) { const link = cards[at].querySelector(".to-event"); if (link) link.click(); }
    else if (event.key === "Escape") { show(""); at = -1; }
  });
  const chosen = document.querySelector(".claim.on");
  if (chosen) { show(chosen.dataset.claim); nearCard(chosen); }
})();
