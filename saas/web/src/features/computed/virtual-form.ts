import type { NewVirtualPoint, VirtualPoint, Wanted } from "../../api/metering";
import type { PointChoice } from "../../api/meters";

export interface Input {
  name: string;
  point: string;
}

export interface VirtualForm {
  code: string;
  name_zh: string;
  name_en: string;
  enterprise: string;
  quantity: string;
  carrier: string;
  unit: string;
  expression: string;
  inputs: Input[];
}

/** Units of amounts, by what is measured; the first is what is meant most often. */
export const UNITS: Record<string, string[]> = {
  energy: ["kWh", "MWh", "GJ", "MJ"],
  reactive_energy: ["kvarh", "Mvarh"],
  volume: ["m3", "L"],
  mass: ["t", "kg"],
  count: ["1"],
};

const NAME = /^[a-z][a-z0-9_]{0,30}$/;
const CODE = /^[a-z0-9][a-z0-9-]{1,62}$/;

export const emptyForm = (enterprise: string): VirtualForm => ({
  code: "",
  name_zh: "",
  name_en: "",
  enterprise,
  quantity: "energy",
  carrier: "electricity",
  unit: "kWh",
  expression: "",
  inputs: [],
});

export const formOf = (point: VirtualPoint): VirtualForm => ({
  code: point.point,
  name_zh: point.name_zh,
  name_en: point.name_en,
  enterprise: point.enterprise ?? "",
  quantity: point.quantity,
  carrier: point.carrier,
  unit: point.unit,
  expression: point.expression,
  inputs: Object.entries(point.inputs).map(([name, of]) => ({ name, point: of })),
});

/** The next free name: a, b, … z, then a1, b1, … */
export function nextName(inputs: Input[]): string {
  const taken = new Set(inputs.map(item => item.name));
  for (let n = 0; ; n++) {
    const name = String.fromCharCode(97 + (n % 26)) + (n < 26 ? "" : Math.floor(n / 26));
    if (!taken.has(name)) return name;
  }
}

/** With one more input; the first says what the point measures, where it is new. */
export function withInput(form: VirtualForm, point: PointChoice, isNew: boolean): VirtualForm {
  const name = nextName(form.inputs);
  const measure =
    isNew && form.inputs.length === 0 && UNITS[point.quantity]
      ? { quantity: point.quantity, carrier: point.carrier, unit: point.unit }
      : {};
  const expression = form.expression.trim() ? form.expression : form.inputs.length ? "" : name;
  return { ...form, ...measure, expression, inputs: [...form.inputs, { name, point: point.code }] };
}

export const inputsOf = (form: VirtualForm): Record<string, string> =>
  Object.fromEntries(form.inputs.map(item => [item.name, item.point]));

/** Whether the formula can be asked about at all. */
export const isAskable = (form: VirtualForm): boolean =>
  form.expression.trim() !== "" &&
  form.inputs.length > 0 &&
  form.inputs.every(item => NAME.test(item.name)) &&
  new Set(form.inputs.map(item => item.name)).size === form.inputs.length;

export const isNamed = (form: VirtualForm): boolean =>
  CODE.test(form.code) && form.name_zh.trim() !== "" && form.name_en.trim() !== "";

export const wantedOf = (form: VirtualForm, isNew: boolean): Wanted => ({
  expression: form.expression,
  inputs: inputsOf(form),
  quantity: form.quantity,
  carrier: form.carrier,
  unit: form.unit,
  ...(!isNew && { point: form.code }),
});

export const bodyOf = (form: VirtualForm): NewVirtualPoint => ({
  name_zh: form.name_zh.trim(),
  name_en: form.name_en.trim(),
  quantity: form.quantity,
  carrier: form.carrier,
  unit: form.unit,
  expression: form.expression.trim(),
  inputs: inputsOf(form),
  ...(form.enterprise && { enterprise: form.enterprise }),
});
