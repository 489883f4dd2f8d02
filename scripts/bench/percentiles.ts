/** The value that `share` (0 to 1) of the sorted samples do not exceed, nearest rank. */
export function percentile(samples: readonly number[], share: number): number {
  const sorted = [...samples].sort((a, b) => a - b);
  return sorted[Math.max(0, Math.ceil(sorted.length * share) - 1)] ?? Number.NaN;
}

/** A row of a Markdown table: p50, p95 and the largest, in ms. */
export function row(name: string, samples: readonly number[]): string {
  const [p50, p95, most] = [percentile(samples, 0.5), percentile(samples, 0.95), Math.max(...samples)];
  return `| ${name} | ${p50.toFixed(1)} ms | ${p95.toFixed(1)} ms | ${most.toFixed(1)} ms |`;
}
