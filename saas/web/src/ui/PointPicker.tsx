import { getPoints, type PointChoice, type PointsQuery } from "../api/meters";
import { usePark } from "../lib/park";
import { Picker, type PickerProps } from "./Picker";

/** Which points may be chosen, by what they are. */
export type WantedPoints = Pick<PointsQuery, "carrier" | "quantity" | "kind" | "with_amounts">;

interface Props extends PickerProps<PointChoice> {
  wanted?: WantedPoints;
}

/** A point by a few letters of its name, code or unit. */
export function PointPicker({ wanted = {}, ...props }: Props) {
  const { park } = usePark();
  return (
    <Picker
      {...props}
      subject={["points", park.code, wanted]}
      ask={async asked => {
        const found = await getPoints(park.code, asked.code ? asked : { ...wanted, ...asked });
        return { choices: found.points, cursor: found.cursor };
      }}
    />
  );
}
