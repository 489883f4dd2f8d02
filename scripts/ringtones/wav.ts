const HEADER_BYTES = 44;
const BYTES_PER_SAMPLE = 2;

/**
 * Samples from -1 to 1 as a WAV file, one channel of 16 bits.
 * Source: http://soundfile.sapp.org/doc/WaveFormat/
 */
export function wav(samples: Float64Array, samplesPerS: number): Buffer {
  const bytes = samples.length * BYTES_PER_SAMPLE;
  const file = Buffer.alloc(HEADER_BYTES + bytes);
  file.write('RIFF', 0, 'latin1');
  file.writeUInt32LE(HEADER_BYTES - 8 + bytes, 4);
  file.write('WAVEfmt ', 8, 'latin1');
  file.writeUInt32LE(16, 16);
  file.writeUInt16LE(1, 20);
  file.writeUInt16LE(1, 22);
  file.writeUInt32LE(samplesPerS, 24);
  file.writeUInt32LE(samplesPerS * BYTES_PER_SAMPLE, 28);
  file.writeUInt16LE(BYTES_PER_SAMPLE, 32);
  file.writeUInt16LE(BYTES_PER_SAMPLE * 8, 34);
  file.write('data', 36, 'latin1');
  file.writeUInt32LE(bytes, 40);
  for (const [at, sample] of samples.entries()) {
    const whole = Math.round(Math.max(-1, Math.min(1, sample)) * 0x7fff);
    file.writeInt16LE(whole, HEADER_BYTES + at * BYTES_PER_SAMPLE);
  }
  return file;
}
