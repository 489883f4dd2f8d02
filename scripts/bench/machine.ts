import { cpus, loadavg, release } from 'node:os';

/** Prints when and on what a benchmark runs, and what else does there. */
export function sayMachine(): void {
  const [cpu] = cpus();
  const load = loadavg().map((n) => n.toFixed(1));
  const model = cpu?.model ?? 'unknown';
  console.log(
    `${new Date().toISOString().slice(0, 10)}, ${cpus().length} × ${model}, Linux ${release()}, Node ${process.version}, load ${load.join(' ')}`,
  );
}
