// The page: what people do goes to the worker, and what the worker finds is shown.

const WIDTH = 320, HEIGHT = 240, LIMIT = 200, ROWS = 8;

const $ = (selector) => document.querySelector(selector);
const functions = await (await fetch("functions.json")).json();
const choice = $("#function"), args = $("#arguments"), context = $("#canvas").getContext("2d");
const buttons = [$("#run"), ...document.querySelectorAll(".draw")];
const counts = { python: null, native: null };

let worker, times = {};

const handlers = {
  loading({ share, text }) {
    $("#loading").value = share;
    $("#state").textContent = text;
  },
  ready({ text }) {
    $("#loading").hidden = true;
    $("#state").textContent = text;
    busy(false);
  },
  failed({ text }) {
    $("#state").textContent = text;
    busy(false);
  },
  value({ kind, text }) {
    bar(kind).querySelector(".value").textContent = text;
  },
  progress({ share }) {
    $("#running").value = share;
  },
  time({ kind, seconds }) {
    times[kind] = seconds;
    bar(kind).querySelector(".time").textContent = shown(seconds);
    plot();
  },
  rows({ kind, first, values, share }) {
    $("#drawing").value = share;
    counts[kind].set(values, first * WIDTH);
    paint(first, values);
  },
  drawn({ kind, seconds }) {
    const other = counts[kind === "native" ? "python" : "native"];
    const same = other && other.every((value, index) => value === counts[kind][index]);
    $("#drawn").textContent = `Drawn ${kind === "native" ? "natively" : "in Python"} in ${shown(seconds)}`
      + (other ? `; the two pictures are ${same ? "the same" : "DIFFERENT"}.` : ".");
    $("#canvas").dataset.drawn = kind;
    busy(false);
  },
  done() {
    busy(false);
  },
};

function start() {
  worker?.terminate();
  busy(true);
  $("#loading").hidden = false;
  worker = new Worker("worker.mjs", { type: "module" });
  worker.onmessage = ({ data }) => handlers[data.type](data);
  worker.onerror = (event) => handlers.failed({ text: `The worker failed: ${event.message}` });
}

function busy(is) {
  for (const button of buttons) button.disabled = is;
  $("#stop").disabled = !is;
}

const bar = (kind) => $(`.bar[data-kind="${kind}"]`);

function shown(seconds) {
  for (const [unit, size] of [["s", 1], ["ms", 1e-3], ["µs", 1e-6]]) {
    if (seconds >= size) return `${(seconds / size).toPrecision(3)} ${unit}`;
  }
  return `${(seconds * 1e9).toPrecision(3)} ns`;
}

function plot() {
  const longest = Math.max(...Object.values(times));
  for (const [kind, seconds] of Object.entries(times)) {
    bar(kind).querySelector(".track span").style.width = `${Math.max(0.5, 100 * seconds / longest)}%`;
  }
  const ratio = times.python / times.native;
  if (ratio) {
    $("#ratio").textContent = ratio >= 1
      ? `Native code is ${ratio.toPrecision(3)} times faster here.`
      : `Native code takes ${(1 / ratio).toPrecision(3)} times as long here.`;
  }
}

function clear() {
  times = {};
  for (const kind of ["python", "native"]) {
    bar(kind).querySelector(".value").textContent = bar(kind).querySelector(".time").textContent = "–";
    bar(kind).querySelector(".track span").style.width = 0;
  }
  $("#ratio").textContent = "\u00a0";
  $("#running").value = 0;
}

function colour(count) {
  if (count >= LIMIT) return [11, 16, 32];
  const t = Math.sqrt(count / LIMIT);
  return [0, 1, 2].map((k) => 255 * (0.5 - 0.5 * Math.cos(2 * Math.PI * (0.9 * t + 0.12 * k + 0.05))));
}

function paint(first, values) {
  const image = context.createImageData(WIDTH, values.length / WIDTH);
  values.forEach((count, index) => image.data.set([...colour(count), 255], 4 * index));
  context.putImageData(image, 0, first);
}

const chosen = () => functions[choice.selectedIndex];

function choose() {
  args.value = chosen().arguments;
  show(document.querySelector('[role="tab"][aria-selected="true"]'));
  clear();
}

const tabs = [...document.querySelectorAll('[role="tab"]')];

function show(tab) {
  for (const each of tabs) {
    each.setAttribute("aria-selected", each === tab);
    each.tabIndex = each === tab ? 0 : -1;
  }
  $("#panel").setAttribute("aria-labelledby", tab.id);
  $("#panel").textContent = chosen()[tab.id.replace("tab-", "")];
}

for (const [index, tab] of tabs.entries()) {
  tab.addEventListener("click", () => show(tab));
  tab.addEventListener("keydown", ({ key }) => {
    const step = { ArrowRight: 1, ArrowLeft: -1 }[key];
    if (!step) return;
    const next = tabs[(index + step + tabs.length) % tabs.length];
    show(next);
    next.focus();
  });
}

$("#form").addEventListener("submit", (event) => {
  event.preventDefault();
  clear();
  busy(true);
  worker.postMessage({ type: "run", name: chosen().name, arguments: args.value });
});
$("#stop").addEventListener("click", () => {
  $("#state").textContent = "Stopped; starting again…";
  start();
});
for (const button of document.querySelectorAll(".draw")) {
  button.addEventListener("click", () => {
    const { kind } = button.dataset;
    busy(true);
    counts[kind] = new Int32Array(WIDTH * HEIGHT);
    $("#drawn").textContent = "\u00a0";
    worker.postMessage({ type: "draw", kind, width: WIDTH, height: HEIGHT, limit: LIMIT, rows: ROWS });
  });
}
choice.addEventListener("change", choose);

for (const each of functions) choice.add(new Option(each.name));
choose();
start();
