import { Drawer } from "antd";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { AntTheme } from "./AntTheme";

interface Props {
  isOpen: boolean;
  onClose: () => void;
  /** After it has slid away: the focus returns then. */
  onClosed: () => void;
  /** At most so wide [rem]. */
  width: number;
  /** Beside the title. */
  extra?: ReactNode;
  /** Its content makes its own distance to the edges. */
  isFlush?: boolean;
  children: ReactNode;
}

/** The side on which a figure is explained, over the page. */
export function ExplainSide({ isOpen, onClose, onClosed, width, extra, isFlush, children }: Props) {
  const { t } = useTranslation();
  return (
    <AntTheme>
      <Drawer
        open={isOpen}
        onClose={onClose}
        afterOpenChange={open => {
          if (!open) onClosed();
        }}
        title={t("explain.title")}
        size={`min(${width}rem, 100vw)`}
        closable={{ "aria-label": t("app.close") }}
        extra={extra}
        styles={isFlush ? { body: { padding: 0 } } : {}}
      >
        {children}
      </Drawer>
    </AntTheme>
  );
}
