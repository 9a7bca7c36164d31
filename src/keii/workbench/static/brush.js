// Dragging across an axis of time fills the fields of its days and sends them; the fields do the same without this file.
"use strict";
(() => {
  const form = document.querySelector("form.days");
  for (const svg of document.querySelectorAll("svg.histogram[data-days]")) {
    if (!form) continue;
    const [first, last] = svg.dataset.days.split(" ").map((day) => Date.parse(day + "T00:00Z"));
    const box = document.createElementNS("http://www.w3.org/2000/svg", "rect");
    box.setAttribute("class", "brush");
    let from = null, dragged = false;

    const across = (event) => {
      const edge = svg.getBoundingClientRect();
      return Math.min(Math.max((event.clientX - edge.left) / edge.width, 0), 1);
    };
    const day = (share) => new Date(first + Math.min(Math.floor(share * (last - first) / 864e5), (last - first) / 864e5 - 1) * 864e5)
      .toISOString().slice(0, 10);
    const show = (one, other) => {
      box.setAttribute("x", 960 * Math.min(one, other));
      box.setAttribute("width", 960 * Math.abs(one - other));
    };

    svg.addEventListener("pointerdown", (event) => {
      if (event.button || event.pointerType === "touch") return;  // a finger scrolls; the fields are below
      from = across(event);
      dragged = false;
    });
    addEventListener("pointermove", (event) => {
      if (from === null || (!dragged && Math.abs(across(event) - from) < .004)) return;
      if (!dragged) {
        dragged = true;
        box.setAttribute("y", 0);
        box.setAttribute("height", svg.viewBox.baseVal.height - 20);
        svg.append(box);
      }
      event.preventDefault();
      show(from, across(event));
      form.elements.since.value = day(Math.min(from, across(event)));
      form.elements.until.value = day(Math.max(from, across(event)));
    });
    addEventListener("pointerup", () => {
      if (from !== null && dragged) form.requestSubmit();
      from = null;
    });
    addEventListener("keydown", (event) => {
      if (event.key === "Escape" && from !== null) { from = null; dragged = false; box.remove(); form.reset(); }
    });
    svg.addEventListener("click", (event) => { if (dragged) event.preventDefault(); }, true);
    svg.addEventListener("dragstart", (event) => event.preventDefault());
  }
})();
