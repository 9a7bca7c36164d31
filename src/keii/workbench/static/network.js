// The claims of a line beside the drawing, and the network over time; without this file lines and periods are links.
"use strict";
(() => {
  const svg = document.querySelector("svg.network");
  if (!svg) return;
  const frame = svg.closest(".scroll"), first = svg.querySelector("a.dot circle");
  if (first) {  // on a narrow screen the paper is wider than its frame: begin at the party most is told of
    const box = first.getBoundingClientRect(), seen = frame.getBoundingClientRect();
    frame.scrollLeft += box.left + box.width / 2 - seen.left - seen.width / 2;
  }
  const panel = document.getElementById("panel");
  const lines = [...svg.querySelectorAll("a.line")].map((element) => ({
    element, ends: element.dataset.ends.split(" "),
    steps: new Set(element.dataset.steps.split(" ").filter(Boolean).map(Number)),
  }));

  svg.addEventListener("click", async (event) => {
    const line = event.target.closest("a.line");
    if (!line || event.button || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    const address = line.getAttribute("href");
    const answer = await fetch(address);
    if (!answer.ok) { location.href = address; return; }
    const found = new DOMParser().parseFromString(await answer.text(), "text/html").getElementById("quotes");
    panel.replaceChildren(document.adoptNode(found));
    panel.focus({ preventScroll: true });
    panel.scrollIntoView({ block: "nearest" });
  });
  const near = (code) => { for (const line of lines) line.element.classList.toggle("near", line.ends.includes(code)); };
  svg.addEventListener("mouseover", (event) => { const dot = event.target.closest(".dot"); near(dot ? dot.dataset.code : ""); });
  svg.addEventListener("focusin", (event) => { const dot = event.target.closest(".dot"); near(dot ? dot.dataset.code : ""); });

  const steps = document.querySelector(".steps");
  if (!steps) return;
  const names = [...document.querySelectorAll("#step-names li")].map((item) => item.textContent);
  const [button, range, said] = [steps.querySelector("button"), steps.querySelector("input"), steps.querySelector("output")];
  let timer = 0;

  const show = () => {
    const at = Number(range.value);
    svg.classList.toggle("timed", at >= 0);
    said.textContent = at < 0 ? said.dataset.all : names[at];
    range.setAttribute("aria-valuetext", said.textContent);
    for (const line of lines) {
      const when = at < 0 ? "" : line.steps.has(at) ? "now" : Math.min(...line.steps) < at ? "before" : "later";
      for (const name of ["now", "before", "later"]) line.element.classList.toggle(name, name === when);
    }
  };
  const stop = () => { clearInterval(timer); timer = 0; button.textContent = steps.dataset.play; };
  button.addEventListener("click", () => {
    if (timer) { stop(); return; }
    if (Number(range.value) >= names.length - 1) range.value = -1;
    button.textContent = steps.dataset.pause;
    timer = setInterval(() => {
      range.value = Number(range.value) + 1;
      show();
      if (Number(range.value) >= names.length - 1) stop();
    }, 700);
  });
  range.addEventListener("input", () => { stop(); show(); });
  steps.hidden = false;
  stop();
  if (!svg.classList.contains("timed")) show();
})();
