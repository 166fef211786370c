import { Drawer } from "antd";
import { useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import { usePark } from "../../lib/park";
import { AntTheme } from "../../ui/AntTheme";
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
    <AntTheme>
      <Drawer
        open={isOpen}
        onClose={onClose}
        afterOpenChange={open => {
          if (!open) onClosed();
        }}
        title={t("explain.title")}
        size="min(62rem, 100vw)"
        closable={{ "aria-label": t("app.close") }}
        extra={
          <a className="button" href={explainPath(park.code, current.query)}>
            {t("explain.page")}
          </a>
        }
        styles={{ body: { padding: 0 } }}
      >
        <div data-testid="explain" data-clicked={current.clicked}>
          <ExplainBody query={current.query} onCurrent={setCurrent} />
        </div>
      </Drawer>
    </AntTheme>
  );
}
