import type { ComponentProps } from 'react';
import { Boundary } from '../../bounds/Boundary.tsx';
import { CallReading } from './CallReading.tsx';
import { PlainReading } from './PlainReading.tsx';
import { useDrawnReport } from '../useDrawnReport.ts';

/** A call that costs no other: in full, else plainly. Main says which once drawing it has ended the page. */
export function SafeReading(props: ComponentProps<typeof CallReading>) {
  const { detail } = props;
  useDrawnReport(detail.card.key, detail);
  if (detail.plain === true) return <PlainReading detail={detail} />;
  return (
    <Boundary part="call" of={detail} instead={<PlainReading detail={detail} />}>
      <CallReading {...props} />
    </Boundary>
  );
}
