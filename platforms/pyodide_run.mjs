// Runs Python code in Pyodide: reads {pyodide, wheels, code} as JSON from standard input.
import fs from "node:fs";

const request = JSON.parse(fs.readFileSync(0, "utf8"));
const { loadPyodide } = await import(request.pyodide);
try {
  const python = await loadPyodide();
  for (const wheel of request.wheels) {
    // A Buffer of Node is refused.
    python.unpackArchive(new Uint8Array(fs.readFileSync(wheel)), "whl");
  }
  await python.runPythonAsync(request.code);
} catch (error) {
  // An error may carry a megabyte of minified source in front of what it says.
  process.stderr.write(`${error.message ?? error}`.slice(-4000) + "\n");
  process.exitCode = 1;
}
