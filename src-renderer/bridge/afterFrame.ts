/** A covered window and a display that sleeps have no frames, and are as well as others. */
const NO_FRAME_MS = 1_000;

/** Calls back once what is in the document now is on screen. Returns the way to call it off. */
export function afterFrame(then: () => void): () => void {
  // The second callback runs when the frame of the first has been handed over.
  let frame = requestAnimationFrame(() => {
    frame = requestAnimationFrame(then);
  });
  return () => cancelAnimationFrame(frame);
}

/** Calls back when the page lives on after drawing what is in the document now. Returns the way to call it off. */
export function whenDrawn(then: () => void): () => void {
  const callOff = () => {
    clearTimeout(timer);
    forget();
  };
  const once = () => {
    callOff();
    then();
  };
  const timer = setTimeout(once, NO_FRAME_MS);
  const forget = afterFrame(once);
  return callOff;
}
