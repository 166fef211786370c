import { ConfigProvider, theme as themes } from "antd";
import en from "antd/locale/en_GB";
import zh from "antd/locale/zh_CN";
import type { ReactNode } from "react";
import { useLanguage, useTheme } from "../app/preferences";
import { styleNonce } from "../lib/nonce";

const FONT =
  'Inter, "PingFang SC", "Noto Sans SC", "Noto Sans CJK SC", "Microsoft YaHei", system-ui, sans-serif';

// The same colours as styles/tokens.css; Ant Design computes with them, so it cannot take CSS variables.
const COLOURS = {
  light: {
    colorPrimary: "#0b6a52",
    colorBgBase: "#ffffff",
    colorBgContainer: "#ffffff",
    colorBgElevated: "#ffffff",
    colorSplit: "#e0e6e2",
    colorTextBase: "#13201b",
    colorTextPlaceholder: "#5d6b65",
    colorTextDescription: "#4c5a54",
    colorTextTertiary: "#4c5a54",
    colorError: "#b3261e",
  },
  dark: {
    colorPrimary: "#45d3a8",
    colorBgBase: "#111a18",
    colorBgContainer: "#111a18",
    colorBgElevated: "#111a18",
    colorSplit: "#22302b",
    colorTextBase: "#e9f1ed",
    colorTextPlaceholder: "#93a39c",
    colorTextDescription: "#b0beb7",
    colorTextTertiary: "#b0beb7",
    colorError: "#ff8f85",
  },
};

/** Ant Design in the page's own colours, type and language. */
export function AntTheme({ children }: { children: ReactNode }) {
  const theme = useTheme();
  const language = useLanguage();
  return (
    <ConfigProvider
      csp={{ nonce: styleNonce }}
      locale={language === "en" ? en : zh}
      theme={{
        algorithm: theme === "dark" ? themes.darkAlgorithm : themes.defaultAlgorithm,
        token: { ...COLOURS[theme], fontFamily: FONT, borderRadius: 8, fontSize: 14 },
        components: {
          Button: theme === "dark" ? { primaryColor: "#06231a" } : {},
        },
      }}
    >
      {children}
    </ConfigProvider>
  );
}
