import { useQuery } from "@tanstack/react-query";
import { useEffect, useRef } from "react";
import { useTranslation } from "react-i18next";
import { Link, Navigate, useSearchParams } from "react-router";
import { getSso } from "../../api/calls";
import { Logo } from "../../ui/Logo";
import { Preferences } from "../../ui/Preferences";
import { Problem } from "../../ui/Problem";
import { NEXT, safePath } from "./next";
import { useFinishSso, useSession } from "./session";

/** Where the provider of one's company sends the browser back. */
export function Component() {
  const { t } = useTranslation();
  const [parameters] = useSearchParams();
  const session = useSession();
  const offer = useQuery({ queryKey: ["sso"], queryFn: getSso, staleTime: Number.POSITIVE_INFINITY });
  const finishing = useFinishSso();
  const isSent = useRef(false);
  const { mutate } = finishing;
  useEffect(() => {
    if (isSent.current) return;
    isSent.current = true;
    const answer = (name: string) => parameters.get(name) ?? "";
    // The code is good once, and of no use in the history.
    history.replaceState(null, "", "/sso");
    mutate({ code: answer("code") || "none", state: answer("state") || "none", issuer: answer("iss") });
  }, [parameters, mutate]);
  if (session.data && finishing.isSuccess)
    return <Navigate to={safePath(sessionStorage.getItem(NEXT))} replace />;
  return (
    <div className="login">
      <div className="login-top">
        <Preferences />
      </div>
      <main className="login-card">
        <p className="brand brand-large">
          <Logo /> ParkCarbon
        </p>
        <h1>{t("login.sso_busy", { name: offer.data?.name ?? "SSO" })}</h1>
        {finishing.error && (
          <>
            <Problem error={finishing.error} />
            <Link className="button primary" to="/login">
              {t("login.sso_again")}
            </Link>
          </>
        )}
      </main>
    </div>
  );
}
