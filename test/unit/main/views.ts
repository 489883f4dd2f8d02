import { createRowView, type CardView } from '../../../src-main/card-view.ts';
import type { Standing } from '../../../src-main/standing.ts';

/** Cards that know no places, notes or earlier calls. */
export function viewsOn(standing: () => Standing): { readonly view: CardView; readonly rowView: CardView } {
  const view = createRowView({ standing, noteOf: () => '', isTest: () => false });
  return { view, rowView: view };
}
