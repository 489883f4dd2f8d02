/** Memory for bodies that are still being read, shared by all requests. */
export interface BodyRoom {
  /** Starts a body; `crowdedOut` is called when it must make room for others. */
  enter(crowdedOut: () => void): BodyPlace;
}

export interface BodyPlace {
  /** So many more bytes were read. */
  take(bytes: number): void;
  leave(): void;
}

/** When all bodies together pass `bytes`, the one that has been coming longest goes. */
export function bodyRoom(bytes: number): BodyRoom {
  let held = 0;
  const places = new Map<BodyPlace, () => void>();
  return {
    enter: (crowdedOut) => {
      let own = 0;
      const place: BodyPlace = {
        take: (more) => {
          own += more;
          held += more;
          for (const [oldest, makeRoom] of places) {
            if (held <= bytes) return;
            oldest.leave();
            makeRoom();
          }
        },
        leave: () => {
          if (places.delete(place)) held -= own;
        },
      };
      places.set(place, crowdedOut);
      return place;
    },
  };
}
