// Loads Pyodide and the wheel, away from the page, so that the page stays alive meanwhile.
import { loadPyodide } from "./pyodide/pyodide.mjs";

const post = (type, fields = {}) => self.postMessage({ type, ...fields });

async function load() {
  post("loading", { share: 0.1, text: "Loading Pyodide…" });
  const python = await loadPyodide();
  post("loading", { share: 0.7, text: "Loading the wheel…" });
  const name = (await (await fetch("wheel.txt")).text()).trim();
  python.unpackArchive(await (await fetch(name)).arrayBuffer(), "whl");
  python.FS.writeFile("page.py", await (await fetch("page.py")).text());
  post("loading", { share: 0.9, text: "Importing it…" });
  const page = python.pyimport("page");
  post("ready", { text: `${page.versions()}, ${name}` });
  return page;
}

const pagePromise = load().catch((error) => {
  // The message may follow a megabyte of minified source.
  post("failed", { text: `Loading failed: ${String(error).slice(-400)}` });
});

const tasks = {
  run(page, request) {
    for (const kind of ["python", "native"]) {
      post("value", { kind, text: page.value(kind, request.name, request.arguments) });
    }
    for (const [index, kind] of ["python", "native"].entries()) {
      const progress = (share) => post("progress", { share: (index + share) / 2 });
      post("time", { kind, seconds: page.seconds(kind, request.name, request.arguments, progress) });
    }
  },
  draw(page, { kind, width, height, limit, rows }) {
    const start = performance.now();
    for (let first = 0; first < height; first += rows) {
      const proxy = page.counts(kind, width, height, limit, first, first + rows);
      post("rows", { kind, first, values: Int32Array.from(proxy.toJs()), share: (first + rows) / height });
      proxy.destroy();
    }
    post("drawn", { kind, seconds: (performance.now() - start) / 1000 });
  },
};

self.onmessage = async ({ data }) => {
  const page = await pagePromise;
  try {
    tasks[data.type](page, data);
    post("done");
  } catch (error) {
    post("failed", { text: String(error.message).trim().split("\n").at(-1).slice(-400) });
  }
};
