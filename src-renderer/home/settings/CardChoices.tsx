import { useSurroundings } from '../../bridge/Surroundings.tsx';
import { CornerPicker } from './CornerPicker.tsx';
import { DisplayChoice } from './DisplayChoice.tsx';
import { Fact } from './Fact.tsx';
import { Group } from './Group.tsx';
import { LineChoices } from './LineChoices.tsx';
import { Row } from './Row.tsx';
import { Switch } from './Switch.tsx';
import { useChoices } from './usePreferences.ts';

/** Where cards appear, for which calls, and who can see them. */
export function CardChoices({ crmName }: { readonly crmName: string | null }) {
  const { settings } = useSurroundings().language.words;
  const { state, set } = useChoices();
  const { corner, outboundCards, hideFromCapture } = state.values;
  return (
    <Group title={settings.cards}>
      <Row name="corner" label={settings.corner} hint={settings.cornerHint}>
        {(parts) => <CornerPicker {...parts} value={corner} onChange={(chosen) => set({ corner: chosen })} />}
      </Row>
      <DisplayChoice />
      <Row name="outboundCards" label={settings.outboundCards} hint={settings.outboundCardsHint}>
        {(parts) => <Switch {...parts} on={outboundCards} onChange={(on) => set({ outboundCards: on })} />}
      </Row>
      <Row name="hideFromCapture" label={settings.hideFromCapture} hint={settings.hideFromCaptureHint}>
        {(parts) => (
          <Switch {...parts} on={hideFromCapture} onChange={(on) => set({ hideFromCapture: on })} />
        )}
      </Row>
      <LineChoices />
      <Fact label={settings.crm}>{crmName === null ? settings.crmNone : settings.crmSet(crmName)}</Fact>
    </Group>
  );
}
