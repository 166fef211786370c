/** Round ends and steps around a range; from 0 to 1 where there is nothing. */
export function axisRange(bottom: number, top: number): { min: number; max: number; interval: number } {
  if (!(top > bottom)) return { min: 0, max: 1, interval: 0.25 };
  const interval = stepFor(top - bottom);
  const min = Math.max(0, Math.floor(bottom / interval) * interval);
  return { min, max: Math.ceil(top / interval) * interval, interval };
}

const stepFor = (span: number): number => {
  const rough = Math.max(span, 0.02) / 4;
  const power = 10 ** Math.floor(Math.log10(rough));
  return ([1, 2, 5, 10].find(factor => factor * power >= rough) ?? 10) * power;
};
