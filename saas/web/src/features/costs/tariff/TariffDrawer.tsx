import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { Drawer } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { getTariffs, putTariff } from "../../../api/calls";
import type { Tariff, TariffBody } from "../../../api/types";
import { useFormat } from "../../../lib/format";
import { usePark } from "../../../lib/park";
import { AntTheme } from "../../../ui/AntTheme";
import { Empty } from "../../../ui/Empty";
import { Problem } from "../../../ui/Problem";
import { FirstTariff } from "./FirstTariff";
import { bodyOf } from "./model";
import { TariffForm } from "./TariffForm";

interface Props {
  park: string;
  onClosed: () => void;
}

/** The tariffs of the park, one at a time, to be changed by its operators. */
export default function TariffDrawer({ park, onClosed }: Props) {
  const { t } = useTranslation();
  const [isShown, setShown] = useState(true);
  const { data, error, refetch } = useQuery({ queryKey: ["tariffs", park], queryFn: () => getTariffs(park) });
  return (
    <AntTheme>
      <Drawer
        open={isShown}
        onClose={() => setShown(false)}
        afterOpenChange={open => {
          if (!open) onClosed();
        }}
        title={t("tariff.title")}
        size="min(58rem, 100vw)"
        closable={{ "aria-label": t("app.close") }}
      >
        <div data-testid="tariff-drawer">
          {error && <Problem error={error} onRetry={() => void refetch()} />}
          {data?.tariffs.length === 0 && <Starter park={park} onDone={() => setShown(false)} />}
          {data && data.tariffs.length > 0 && (
            <Editor park={park} tariffs={data.tariffs} onDone={() => setShown(false)} />
          )}
        </div>
      </Drawer>
    </AntTheme>
  );
}

function useSaving(park: string, onDone: () => void) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: ({ code, body }: { code: string; body: TariffBody }) => putTariff(park, code, body),
    onSuccess: () => {
      for (const key of ["tariffs", "costs", "cost-ranking", "demand"])
        void client.invalidateQueries({ queryKey: [key, park] });
      onDone();
    },
  });
}

function Starter({ park, onDone }: { park: string; onDone: () => void }) {
  const { t } = useTranslation();
  const saving = useSaving(park, onDone);
  const [started, setStarted] = useState<{ code: string; body: TariffBody } | null>(null);
  if (!started)
    return (
      <>
        <Empty title={t("tariff.none")} hint={t("tariff.none_hint")} />
        <FirstTariff onStart={(code, body) => setStarted({ code, body })} />
      </>
    );
  return (
    <>
      <TariffForm
        given={started.body}
        knots={[]}
        isBusy={saving.isPending}
        onSave={body => saving.mutate({ code: started.code, body })}
      />
      {saving.error && <Problem error={saving.error} />}
    </>
  );
}

interface EditorProps {
  park: string;
  tariffs: Tariff[];
  onDone: () => void;
}

function Editor({ park, tariffs, onDone }: EditorProps) {
  const { t } = useTranslation();
  const { park: place } = usePark();
  const format = useFormat(place.timezone);
  const [code, setCode] = useState(tariffs[0]?.code ?? "");
  const tariff = tariffs.find(item => item.code === code) ?? tariffs[0];
  const saving = useSaving(park, onDone);
  if (!tariff) return null;
  return (
    <div className="tariff-form">
      {tariffs.length > 1 && (
        <div className="tariff-fields">
          <label className="wide">
            {t("tariff.which")}
            <select value={code} onChange={event => setCode(event.target.value)}>
              {tariffs.map(item => (
                <option key={item.code} value={item.code}>
                  {format.name(item)}
                </option>
              ))}
            </select>
          </label>
        </div>
      )}
      <p className="note">
        {tariff.changed_at !== null &&
          t("tariff.changed", {
            author: tariff.author === "park file" ? t("tariff.by_file") : (tariff.author ?? "\u2013"),
            time: format.dateTime(tariff.changed_at),
          })}{" "}
        {t("tariff.on_record")}
      </p>
      <TariffForm
        key={tariff.code}
        given={bodyOf(tariff)}
        knots={tariff.knots}
        isBusy={saving.isPending}
        onSave={body => saving.mutate({ code, body })}
      />
      {saving.error && <Problem error={saving.error} />}
    </div>
  );
}
