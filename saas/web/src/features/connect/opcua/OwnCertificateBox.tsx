import { useTranslation } from "react-i18next";
import type { OwnCertificate } from "../../../api/sources";
import { Fingerprint } from "./Fingerprint";

interface Props {
  own: OwnCertificate;
  edge: string;
  /** The server said no to it. */
  isRefused: boolean;
}

/** The edge's own certificate: the server has to trust it, too. */
export function OwnCertificateBox({ own, edge, isRefused }: Props) {
  const { t } = useTranslation();
  const href = `data:application/x-pem-file;base64,${btoa(own.pem)}`;
  return (
    <details className="sources-certificate" open={isRefused || undefined} data-testid="opcua-own">
      <summary>{t("sources.own")}</summary>
      <p>{t("sources.own_hint")}</p>
      <Fingerprint text={own.fingerprint} />
      <p className="note">
        {own.subject} · <code>{own.application_uri}</code>
      </p>
      <a className="button" href={href} download={`${edge}.pem`} data-testid="opcua-own-download">
        {t("sources.own_download")}
      </a>
    </details>
  );
}
