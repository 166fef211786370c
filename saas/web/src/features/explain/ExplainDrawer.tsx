import { useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import { usePark } from "../../lib/park";
import { ExplainSide } from "../../ui/ExplainSide";
import type { Asked } from "./context";
import { ExplainBody } from "./ExplainBody";
import { explainPath } from "./query";

interface Props {
  asked: Asked;
  isOpen: boolean;
  onClose: () => void;
  /** After it has slid away: the focus returns then. */
  onClosed: () => void;
}

/** Explain over the page. It mounts closed and opens at once, so that it slides in. */
export default function ExplainDrawer({ asked, isOpen, onClose, onClosed }: Props) {
  const { t } = useTranslation();
  const { park } = usePark();
  const [current, setCurrent] = useState(asked);
  useEffect(() => setCurrent(asked), [asked]);
  return (
    <ExplainSide
      isOpen={isOpen}
      onClose={onClose}
      onClosed={onClosed}
      width={62}
      isFlush
      extra={
        <a className="button" href={explainPath(park.code, current.query)}>
          {t("explain.page")}
        </a>
      }
    >
      <div data-testid="explain" data-clicked={current.clicked}>
        <ExplainBody query={current.query} onCurrent={setCurrent} />
      </div>
    </ExplainSide>
  );
}
