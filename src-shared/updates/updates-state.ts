/** Why this app looks for no updates. */
export type NoUpdates =
  /** The administrator of this computer installs them. */
  | 'managed'
  /** Whoever made this build gave it nowhere to look. */
  | 'no-feed'
  /** Its own word on where to look cannot be read. */
  | 'broken-build'
  /** deb, rpm: they come with the system's own. */
  | 'system-packages'
  /** Unpacked by hand: nobody but whoever did it knows what may be replaced. */
  | 'unpacked'
  /** Started from its source. */
  | 'development'
  /** There are none for such a system. */
  | 'no-such-system';

/** Why an update did not come about. The version that runs goes on in every case. */
export type UpdateTrouble =
  /** Nobody answers there, or the way is shut. */
  | 'unreachable'
  /** The list of releases is not signed, or not by us, or was altered. */
  | 'not-ours'
  /** It is signed by us, and older than what was seen, of another system, or in a form of another time. */
  | 'not-for-us'
  /** What was fetched is not what was signed. */
  | 'altered'
  | 'no-room'
  /** The app's file cannot be replaced where it is. */
  | 'not-writable'
  /** The file that the app was started from is not there any more, or is another one. */
  | 'moved'
  /** The new version ended at its start, and the one before was put back. */
  | 'put-back'
  | 'not-installed'
  | 'other';

/** Where updates stand. Times are ms since 1970. */
export type UpdateStatus =
  | { readonly kind: 'off'; readonly why: NoUpdates }
  /** Nothing was looked at since the app was started. */
  | { readonly kind: 'unchecked' }
  | { readonly kind: 'checking' }
  /** `asOf`: when the newest list of releases was signed. */
  | { readonly kind: 'up-to-date'; readonly checkedAt: number; readonly asOf: number }
  /** It waits for the calls to be over. */
  | { readonly kind: 'available'; readonly version: string }
  /** 0 to 100. */
  | { readonly kind: 'downloading'; readonly version: string; readonly percent: number }
  /** It is here, and comes with a restart. `notes`: Markdown. */
  | { readonly kind: 'ready'; readonly version: string; readonly notes: string | null }
  | { readonly kind: 'restarting'; readonly version: string }
  /** `version`: of the update that it is about; `place`: the folder or file that it is about. */
  | {
      readonly kind: 'failed';
      readonly why: UpdateTrouble;
      readonly version: string | null;
      readonly place: string | null;
      readonly at: number;
    };

/** What the settings show of updates. */
export interface UpdatesState {
  /** The version that runs. */
  readonly version: string;
  readonly status: UpdateStatus;
  /** What this version brought; null: it was not an update. `notes`: Markdown. */
  readonly updated: { readonly from: string; readonly notes: string | null } | null;
}
