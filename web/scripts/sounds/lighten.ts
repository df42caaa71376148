/** What phones load of one sentence, in bytes; as the server has it. */
export const mostDelivered = 15 * 1024;
/** A sentence is shorter, and at this length and rate a recording is light enough. */
export const mostMs = 9000;
export const bitsPerSecond = 12_000;

// The least that Opus knows; voices are still understood.
const leastBits = 6000;

/** The rate at which a sound of so many seconds comes out lighter than `mostDelivered`, the container with it. */
export const rateFor = (seconds: number): number =>
  Math.max(leastBits, Math.min(bitsPerSecond, Math.floor((mostDelivered * 8 * 0.8) / Math.max(seconds, 1))));

/**
 * The same sound, light enough for a phone: played once, unheard, into a recorder with a lower rate. Takes as long as the sound lasts.
 * Throws where the browser cannot read it.
 */
export async function lighten(sound: Blob): Promise<Blob> {
  if (!('AudioContext' in window) || !('MediaRecorder' in window)) throw new Error('no sound here');
  const context = new AudioContext();
  try {
    const decoded = await context.decodeAudioData(await new Response(sound).arrayBuffer());
    const source = context.createBufferSource();
    source.buffer = decoded;
    const out = context.createMediaStreamDestination();
    out.channelCount = 1;
    source.connect(out);
    const recorder = new MediaRecorder(out.stream, { audioBitsPerSecond: rateFor(decoded.duration) });
    const lighter = new Promise<Blob>((resolve) =>
      recorder.addEventListener('dataavailable', ({ data }) => resolve(data)),
    );
    source.addEventListener('ended', () => recorder.stop());
    recorder.start();
    source.start();
    return await lighter;
  } finally {
    await context.close();
  }
}
