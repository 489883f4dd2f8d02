import { createRowView, type CardView } from '../../../src-main/card/card-view.ts';
import type { AppState } from '../../../src-main/app-state/app-state.ts';

/** Cards that know no places, notes or earlier calls. */
export function viewsOn(appState: () => AppState): { readonly view: CardView; readonly rowView: CardView } {
  const view = createRowView({ appState, noteOf: () => '', isTest: () => false });
  return { view, rowView: view };
}
