// Dragging, double clicks and keys move the map by the same addresses as its links; without this file the links do.
"use strict";
(() => {
  let figure = document.getElementById("map");
  if (!figure) return;
  let from = null, moved = false, asked = 0;
  const centre = () => {  // on a narrow screen the paper is wider than its frame: begin at its first place
    const frame = figure.querySelector(".scroll");
    const first = figure.querySelector("a.cluster, a.spot") || figure.querySelector("a.area");
    const middle = frame.getBoundingClientRect();
    if (!first) frame.scrollLeft = (frame.scrollWidth - frame.clientWidth) / 2;
    else { const box = first.getBoundingClientRect(); frame.scrollLeft += box.left + box.width / 2 - middle.left - middle.width / 2; }
  };
  const paper = () => figure.querySelector("svg.map");
  const world = () => 960 * 2 ** Number(figure.dataset.zoom);

  // Where a step of the paper leads, in degrees (Mercator, see mercator.py).
  const place = (x, y) => {
    const [longitude, latitude] = figure.dataset.at.split(",").map(Number);
    const size = world();
    const north = latitude * Math.PI / 180;
    const middle = size / 2 - size / (2 * Math.PI) * Math.log(Math.tan(Math.PI / 4 + north / 2));
    const away = (longitude + 180) / 360 * size + x;
    const east = ((away / size * 360) % 360 + 360) % 360 - 180;
    const up = (2 * Math.atan(Math.exp((size / 2 - middle - y) * 2 * Math.PI / size)) - Math.PI / 2) * 180 / Math.PI;
    return [east, Math.min(Math.max(up, -84), 84)];
  };

  const go = async (x, y, step) => {
    const [east, up] = place(x, y);
    const address = new URL(location.href);
    address.searchParams.set("at", east.toFixed(4) + "," + up.toFixed(4));
    address.searchParams.set("zoom", Math.min(Math.max(Number(figure.dataset.zoom) + step, 0), 8));
    await show(address);
  };

  const show = async (address) => {
    const own = ++asked;
    const answer = await fetch(address);
    if (!answer.ok) { location.href = address; return; }
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const fresh = page.getElementById("map");
    if (own !== asked || !fresh) return;
    const focused = document.activeElement && figure.contains(document.activeElement) && document.activeElement.dataset.move;
    figure.replaceWith(document.adoptNode(fresh));
    figure = fresh;
    centre();
    history.replaceState(null, "", address);
    const again = focused && figure.querySelector('[data-move="' + focused + '"]');
    if (again) again.focus();
  };

  const across = (event) => {
    const edge = paper().getBoundingClientRect();
    return [(event.clientX - edge.left) / edge.width * 960, (event.clientY - edge.top) / edge.height * 520];
  };
  centre();
  document.addEventListener("pointerdown", (event) => {
    moved = false;
    if (event.button || event.pointerType === "touch" || !event.target.closest("svg.map")) return;
    from = across(event);
  });
  addEventListener("pointermove", (event) => {
    if (!from) return;
    const [x, y] = across(event);
    if (!moved && Math.hypot(x - from[0], y - from[1]) < 4) return;
    moved = true;
    event.preventDefault();
    paper().querySelector(".moving").setAttribute("transform", `translate(${x - from[0]} ${y - from[1]})`);
  });
  addEventListener("pointerup", (event) => {
    if (from && moved) { const [x, y] = across(event); go(from[0] - x, from[1] - y, 0); }
    from = null;
  });
  document.addEventListener("click", (event) => {
    if (!event.target.closest("#map")) return;
    if (moved) { event.preventDefault(); moved = false; return; }
    const link = event.target.closest(".moves a");
    if (link && !event.ctrlKey && !event.metaKey) { event.preventDefault(); show(new URL(link.href)); }
  }, true);
  document.addEventListener("dblclick", (event) => {
    if (!event.target.closest("svg.map")) return;
    const [x, y] = across(event);
    go((x - 480) / 2, (y - 260) / 2, event.shiftKey ? -1 : 1);
  });
  document.addEventListener("dragstart", (event) => { if (event.target.closest("#map")) event.preventDefault(); });
  const keys = { "+": [0, 0, 1], "-": [0, 0, -1], ArrowLeft: [-200, 0, 0], ArrowRight: [200, 0, 0], ArrowUp: [0, -120, 0], ArrowDown: [0, 120, 0] };
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || !keys[event.key] || !event.target.closest("#map .scroll, #map .moves")) return;
    event.preventDefault();
    go(...keys[event.key]);
  });
})();
