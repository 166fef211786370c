import { Component, type ReactNode, Suspense } from "react";
import { useTranslation } from "react-i18next";
import { isOutdated } from "../app/outdated";

interface Props {
  /** What stands there until the code is here. */
  fallback?: ReactNode;
  children: ReactNode;
}

/** A part whose code comes later. Where it does not come, this part says so: all around it stays. */
export class Late extends Component<Props, { errors: unknown[] }> {
  state = { errors: [] };

  static getDerivedStateFromError(error: unknown) {
    return { errors: [error] };
  }

  render() {
    for (const error of this.state.errors) {
      // Any other is the page's.
      if (!isOutdated(error)) throw error;
      return <Outdated />;
    }
    return <Suspense fallback={this.props.fallback ?? null}>{this.props.children}</Suspense>;
  }
}

function Outdated() {
  const { t } = useTranslation();
  return (
    <p className="note" role="alert" data-testid="outdated" data-again="">
      {t("app.outdated_hint")}{" "}
      <button type="button" className="button" onClick={() => location.reload()}>
        {t("app.reload")}
      </button>
    </p>
  );
}
