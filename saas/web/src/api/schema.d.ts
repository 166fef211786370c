// Generated from the API's description by `npm run api`. Do not edit.

export interface paths {
    "/api/v1/session": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Who Am I
         * @description The session, its CSRF token and the parks that one may enter.
         */
        get: operations["session_who_am_i"];
        put?: never;
        /**
         * Log In
         * @description Log in: sets the session cookie.
         */
        post: operations["session_log_in"];
        /**
         * Log Out
         * @description End the session.
         */
        delete: operations["session_log_out"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/parks/{park}/live": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Snapshot
         * @description The newest frame and the last ten minutes.
         */
        get: operations["live_snapshot"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/parks/{park}/live/day": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Day
         * @description Quarter hours of today and yesterday.
         */
        get: operations["live_day"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/parks/{park}/live/stream": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Stream
         * @description A frame each second.
         */
        get: operations["live_stream"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/parks/{park}/explain": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Explain Figure
         * @description The terms that add up to a figure, or to a part of it.
         */
        get: operations["explain_explain_figure"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/parks/{park}/sources/{source}/ledger": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Ledger
         * @description Ledger hours of a source, every revision, the newest first.
         */
        get: operations["explain_ledger"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/parks/{park}/points/{point}/intervals": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Intervals
         * @description Quarter hours of a point, the newest first.
         */
        get: operations["explain_intervals"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/parks/{park}/points/{point}/readings": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Readings
         * @description Raw readings of a point with the batch that delivered each, the newest first.
         */
        get: operations["explain_readings"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/parks/{park}/quarantine": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Page
         * @description Items of the park, the newest first; the first page says what waits by sender and reason.
         */
        get: operations["quarantine_page"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/parks/{park}/quarantine/replay": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Replay All
         * @description Store what waits for one reason or of one sender, as it is, up to 500 items.
         */
        post: operations["quarantine_replay_all"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/parks/{park}/quarantine/{item}/replay": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Replay
         * @description Store an item after all, corrected where needed.
         */
        post: operations["quarantine_replay"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/parks/{park}/quarantine/{item}/dismiss": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Dismiss
         * @description Decide that an item will not be stored.
         */
        post: operations["quarantine_dismiss"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/parks/{park}/evidence": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Upload
         * @description Keep a file; a record that refers to it comes after.
         */
        post: operations["evidence_upload"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/parks/{park}/evidence/{evidence_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Download
         * @description The file, as it was given.
         */
        get: operations["evidence_download"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/parks/{park}/points/{point}/events": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Events
         * @description The events of a point, the latest first, undone ones too.
         */
        get: operations["meter-events_events"];
        put?: never;
        /**
         * Record
         * @description Record an event; what it touches is computed again at once.
         */
        post: operations["meter-events_record"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/parks/{park}/points/{point}/events/preview": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Preview
         * @description What recording the event would change; nothing is kept.
         */
        post: operations["meter-events_preview"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/parks/{park}/points/{point}/events/{item}/undo": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Undo
         * @description Undo an event: it counts as if it had never been.
         */
        post: operations["meter-events_undo"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/parks/{park}/points/{point}/events/{item}/undo/preview": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Preview Undo
         * @description What undoing the event would change; nothing is kept.
         */
        post: operations["meter-events_preview_undo"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/parks/{park}/meters/template": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Template
         * @description A table of meters to fill in, with what each column means and an example.
         */
        get: operations["meters_template"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/parks/{park}/meters/import": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Import File
         * @description Create or change the meters of a file: all rows, or none where one is wrong.
         */
        post: operations["meters_import_file"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/parks/{park}/meters": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Every
         * @description Devices with their points: last reading, state, open findings; by code, age (the oldest reading
         *     first) or findings (most errors first).
         */
        get: operations["meters_every"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/parks/{park}/points": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Points
         * @description Points to choose from, by code: their names and what they measure, and nothing of their readings.
         */
        get: operations["meters_points"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/parks/{park}/devices": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Devices
         * @description Meters to choose from, by code; words are of their serial numbers, too.
         */
        get: operations["meters_devices"];
        put?: never;
        /**
         * Make
         * @description Make a meter with its points; by an enterprise user for their own enterprise.
         */
        post: operations["devices_make"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/parks/{park}/points/{point}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Life
         * @description A point with its events, corrections, inputs, allocations and rules.
         */
        get: operations["meters_life"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/parks/{park}/points/{point}/series": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Series
         * @description A point over time by the quarter hour, the hour or the park's day; or as finely as there is room.
         */
        get: operations["meters_series"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/parks/{park}/points/{point}/remainder": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Remainder
         * @description What no sub-meter of a meter measures: parent + generation − children in every step.
         */
        get: operations["meters_remainder"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/parks/{park}/tariffs": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Listing
         * @description The tariffs of the park, by code.
         */
        get: operations["costs_listing"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/parks/{park}/tariffs/{code}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /**
         * Put
         * @description Put a tariff in force as it is given; what it was before stays on record.
         */
        put: operations["costs_put"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/parks/{park}/costs": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Of Account
         * @description What the electricity of the park or of an enterprise costs in a span, line by line.
         */
        get: operations["costs_of_account"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/parks/{park}/costs/ranking": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Ranking
         * @description Every account that the caller may see, the park's own first, then the dearest.
         */
        get: operations["costs_ranking"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/parks/{park}/demand": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Demand
         * @description A month's highest power against the contract, and the quarter hour that runs.
         */
        get: operations["costs_demand"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/parks/{park}/record-points": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Every
         * @description The record points, by code, each with what feeds it.
         */
        get: operations["record-points_every"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/parks/{park}/record-points/{code}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * One
         * @description A record point with what feeds it.
         */
        get: operations["record-points_one"];
        /**
         * Put
         * @description Make a record point, or choose other reports for it: it is computed from the beginning.
         */
        put: operations["record-points_put"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/parks/{park}/record-points/{code}/preview": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Preview
         * @description What would feed such a point; nothing is stored.
         */
        post: operations["record-points_preview"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/parks/{park}/record-points/{code}/end": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * End
         * @description End a record point, with a reason: 409 while something is made of it, or a lock reaches beyond.
         */
        post: operations["record-points_end"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/parks/{park}/points/{point}/records": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Records
         * @description The reports and stock balances that a point's quarter hours are made of, the newest first; of a meter
         *     none.
         */
        get: operations["record-points_records"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/parks/{park}/resources": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Overview
         * @description Quantities by day and owner in a span, and of the year so far.
         */
        get: operations["resources_overview"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/parks/{park}/health/summary": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Summary
         * @description The state of every point and gateway, and how many findings are open.
         */
        get: operations["meter_health_summary"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/parks/{park}/health/coverage": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Coverage
         * @description Measured ÷ expected energy of each local day that the span touches.
         */
        get: operations["meter_health_coverage"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/parks/{park}/health/findings": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Findings
         * @description What rules found, the newest first, with what somebody last said of it.
         */
        get: operations["meter_health_findings"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/parks/{park}/health/findings/note": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Note
         * @description Acknowledge findings, or say how they were resolved.
         */
        post: operations["meter_health_note"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/parks/{park}/health/balance": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Balance
         * @description Sub-meters against their parent, and the remainder that no sub-meter measures.
         */
        get: operations["meter_health_balance"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/parks/{park}/health/revisions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Revisions
         * @description Readings that came again with another value, the newest first.
         */
        get: operations["meter_health_revisions"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/parks/{park}/health/revisions/accept": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Accept
         * @description The later values are right: they take the place of the stored ones, which are kept beside them.
         */
        post: operations["meter_health_accept"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/parks/{park}/health/revisions/dismiss": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Dismiss
         * @description The stored values are right.
         */
        post: operations["meter_health_dismiss"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/parks/{park}/alerts": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Listing
         * @description Alerts, the newest first: those that go on and are not snoozed, unless another state is asked for.
         */
        get: operations["alerts_listing"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/parks/{park}/alerts/counts": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Counts
         * @description How many open alerts nobody has acknowledged, by severity.
         */
        get: operations["alerts_counts"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/parks/{park}/alerts/acknowledge": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Acknowledge
         * @description Say that one has seen alerts.
         */
        post: operations["alerts_acknowledge"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/parks/{park}/alerts/assign": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Assign
         * @description Have somebody take care of alerts.
         */
        post: operations["alerts_assign"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/parks/{park}/alerts/snooze": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Snooze
         * @description Put alerts aside for a while.
         */
        post: operations["alerts_snooze"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/parks/{park}/alerts/rules": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Rule Listing
         * @description The rules of the park, or an enterprise's own, the newest first; and the templates for new ones.
         */
        get: operations["alerts_rule_listing"];
        put?: never;
        /**
         * Add Rule
         * @description A new rule; it is looked at within a minute.
         */
        post: operations["alerts_add_rule"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/parks/{park}/alerts/rules/trial": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Trial
         * @description What a rule would have told in the last seven days; nothing is stored.
         */
        post: operations["alerts_trial"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/parks/{park}/alerts/rules/recommended": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Recommend
         * @description Add the rules that most want, of kinds that have none.
         */
        post: operations["alerts_recommend"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/parks/{park}/alerts/rules/{rule}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /**
         * Change Rule
         * @description Change a rule, or rest it.
         */
        put: operations["alerts_change_rule"];
        post?: never;
        /**
         * Delete Rule
         * @description Remove a rule; what it found stays in the list, and is over.
         */
        delete: operations["alerts_delete_rule"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/parks/{park}/alerts/receivers": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Receiver Listing
         * @description Who is told of alerts.
         */
        get: operations["alerts_receiver_listing"];
        put?: never;
        /**
         * Add Receiver
         * @description Somebody to be told; of a server the secret that signs, shown once.
         */
        post: operations["alerts_add_receiver"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/parks/{park}/alerts/deliveries": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Delivery Listing
         * @description What was sent of alerts, the newest first.
         */
        get: operations["alerts_delivery_listing"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/parks/{park}/alerts/receivers/{receiver}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /**
         * Remove Receiver
         * @description Tell somebody no more.
         */
        delete: operations["alerts_remove_receiver"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/parks/{park}/alerts/receivers/{receiver}/trial": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Try Receiver
         * @description Send a trial; what comes of it stands in the list within seconds.
         */
        post: operations["alerts_try_receiver"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/parks/{park}/search": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Search
         * @description Meters, enterprises, gateways and factors by a few letters of name or code.
         */
        get: operations["search_search"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/parks/{park}/enterprises": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Every
         * @description The enterprises that one sees, by code, with their names.
         */
        get: operations["enterprises_every"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/parks/{park}/enterprises/{enterprise}/home": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Enterprise Home
         * @description Its setup, its month against the one before, and what waits for the one who looks.
         */
        get: operations["home_enterprise_home"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/parks/{park}/places": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Places
         * @description Every place of the park with what it used and emitted; for an enterprise its own.
         */
        get: operations["places_places"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/parks/{park}/places/{kind}/{code}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Place
         * @description A place with its parts over time, in steps that suit a screen.
         */
        get: operations["places_place"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/parks/{park}/places/{kind}/{code}/heat": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Heat
         * @description A place by the hour of the last days of a period, at most 31.
         */
        get: operations["places_heat"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/parks/{park}/site-plan": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Plan
         * @description The plan as it is, with the shapes that one may see.
         */
        get: operations["site-plan_plan"];
        /**
         * Save
         * @description Save the plan whole, as a new version; without an image there is none any more.
         */
        put: operations["site-plan_save"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/parks/{park}/site-plan/images": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Add Image
         * @description Keep an image to draw on.
         */
        post: operations["site-plan_add_image"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/parks/{park}/site-plan/images/{image}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Image
         * @description An image: shown by a page as one, opened by nobody as a page.
         */
        get: operations["site-plan_image"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/parks/{park}/locks": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Every Lock
         * @description Every lock that there was, the newest first.
         */
        get: operations["locks_every_lock"];
        put?: never;
        /**
         * Add
         * @description Lock a period: its ledger hours change no more.
         */
        post: operations["locks_add"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/parks/{park}/locks/{item}/release": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Release
         * @description Release a lock: what its hours would be, they become, as revisions.
         */
        post: operations["locks_release"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/parks/{park}/differences": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Differences
         * @description What locked hours would be by what is known now.
         */
        get: operations["locks_differences"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/parks/{park}/differences/accept": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Accept
         * @description Let differences into the ledger as restatements.
         */
        post: operations["locks_accept"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/parks/{park}/differences/dismiss": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Dismiss
         * @description Leave the ledger as it is; the same difference does not come back.
         */
        post: operations["locks_dismiss"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/parks/{park}/virtual-points": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Every
         * @description The virtual points that have a formula, by code.
         */
        get: operations["virtual-points_every"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/parks/{park}/virtual-points/{code}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * One
         * @description A virtual point with its formula.
         */
        get: operations["virtual-points_one"];
        /**
         * Put
         * @description Make a virtual point, or give it another formula: it is computed again from the beginning.
         */
        put: operations["virtual-points_put"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/parks/{park}/virtual-points/{code}/end": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * End
         * @description End a virtual point, with a reason: 409 while something is made of it, or a lock reaches beyond.
         */
        post: operations["virtual-points_end"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/parks/{park}/virtual-points/check": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Check
         * @description Whether an expression can be computed, what it is, and whether it fits its point.
         */
        post: operations["virtual-points_check"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/parks/{park}/virtual-points/evaluate": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Evaluate
         * @description An expression over a period, from the sums of its inputs: for ratios, which cannot be added up.
         */
        post: operations["virtual-points_evaluate"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/parks/{park}/conversions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Every
         * @description The converted points, by code.
         */
        get: operations["conversions_every"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/parks/{park}/conversions/{code}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * One
         * @description A converted point.
         */
        get: operations["conversions_one"];
        /**
         * Put
         * @description Make a converted point, or change its gauges and parameters: it is computed from the beginning.
         */
        put: operations["conversions_put"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/parks/{park}/conversions/{code}/preview": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Preview
         * @description What the newest day of the amount would be as such a point: made, computed and taken back.
         */
        post: operations["conversions_preview"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/parks/{park}/conversions/{code}/end": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * End
         * @description End a converted point, with a reason: 409 while something is made of it, or a lock reaches beyond.
         */
        post: operations["conversions_end"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/parks/{park}/allocations": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Every
         * @description Every allocation, ended ones too, by shared meter. A page has all of so many shared meters.
         */
        get: operations["allocations_every"];
        put?: never;
        /**
         * Add
         * @description Divide a shared meter from a time on; the tenants' points are made.
         */
        post: operations["allocations_add"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/parks/{park}/allocations/preview": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Try Out
         * @description How the newest day of the shared meter would be divided; nothing is kept.
         */
        post: operations["allocations_try_out"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/parks/{park}/allocations/{item}/end": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * End
         * @description An allocation holds until a time.
         */
        post: operations["allocations_end"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/parks/{park}/activity/items": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Choices
         * @description What a form offers: items with their units, and enterprises.
         */
        get: operations["activity_choices"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/parks/{park}/activity/meters": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Meters
         * @description Meters that a bill of this item can be checked with, of an enterprise or the park's own: main meters of
         *     what comes in first.
         */
        get: operations["activity_meters"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/parks/{park}/activity/grid": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Grid
         * @description The months of a year: what was reported of each carrier, and what is missing.
         */
        get: operations["activity_grid"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/parks/{park}/activity/reconciliation": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Reconciliation
         * @description The bills of a year that name a meter, each against it, by period. All of them are judged, so that it
         *     can be told how many differ.
         */
        get: operations["activity_reconciliation"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/parks/{park}/activity/history": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Past Years
         * @description Energy of past years, by enterprise, carrier, use and year.
         */
        get: operations["activity_past_years"];
        put?: never;
        /**
         * History Import
         * @description Past years from a file: all rows, or none where one is wrong. They wait for approval.
         */
        post: operations["activity_history_import"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/parks/{park}/activity/history/template": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * History Template
         * @description The table of past years to fill in.
         */
        get: operations["activity_history_template"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/parks/{park}/activity": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Reports
         * @description The reports that touch a year, of a state if one is named; `bill` are bills and manual quantities.
         */
        get: operations["activity_reports"];
        put?: never;
        /**
         * Create
         * @description Store a draft, or the next version of a report.
         */
        post: operations["activity_create"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/parks/{park}/activity/approve": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Approve All
         * @description Approve many reports that others handed in: all of them or none.
         */
        post: operations["activity_approve_all"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/parks/{park}/activity/{report}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Detail
         * @description A version with its history, evidence, last year, months, and its meter.
         */
        get: operations["activity_detail"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/parks/{park}/activity/{report}/submit": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Submit
         * @description Hand a draft in; a change of more than 30 % against last year needs a comment or this note.
         */
        post: operations["activity_submit"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/parks/{park}/activity/{report}/approve": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Approve
         * @description Approve what somebody else handed in.
         */
        post: operations["activity_approve"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/parks/{park}/activity/{report}/reject": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Reject
         * @description Send a report back, with what has to be corrected.
         */
        post: operations["activity_reject"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/parks/{park}/activity/{report}/withdraw": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Withdraw
         * @description Take back what was not approved; the version before counts again.
         */
        post: operations["activity_withdraw"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/parks/{park}/drivers": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Series
         * @description What was approved, by enterprise and item, for intensities and decomposition.
         */
        get: operations["drivers_series"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/parks/{park}/drivers/grid": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Grid
         * @description The months of a year: which values were reported. A yearly value is divided by days.
         */
        get: operations["drivers_grid"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/parks/{park}/fuel-stock": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Load
         * @description The balance between stock takes, and what cannot be right.
         */
        get: operations["fuel_stock_load"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/parks/{park}/fuel-stock/entries": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Entries
         * @description Loads and stock takes that count, the newest first.
         */
        get: operations["fuel_stock_entries"];
        put?: never;
        /**
         * Add Entry
         * @description Store a load or a stock take.
         */
        post: operations["fuel_stock_add_entry"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/parks/{park}/fuel-stock/entries/{entry}/cancel": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Cancel Entry
         * @description Let an entry count no longer.
         */
        post: operations["fuel_stock_cancel_entry"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/parks/{park}/fuel-stock/lots": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Lots
         * @description A laboratory's lots that count, the newest first.
         */
        get: operations["fuel_stock_lots"];
        put?: never;
        /**
         * Add Lot
         * @description Store what a laboratory found.
         */
        post: operations["fuel_stock_add_lot"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/parks/{park}/fuel-stock/lots/{lot}/cancel": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Cancel Lot
         * @description Let a lot count no longer.
         */
        post: operations["fuel_stock_cancel_lot"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/parks/{park}/points/{point}/corrections": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Every
         * @description The corrections of a point, the newest first, undone ones too.
         */
        get: operations["corrections_every"];
        put?: never;
        /**
         * Record
         * @description Make a correction; its span is computed again at once.
         */
        post: operations["corrections_record"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/parks/{park}/points/{point}/corrections/preview": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Try Out
         * @description What a correction would change; nothing is kept.
         */
        post: operations["corrections_try_out"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/parks/{park}/points/{point}/corrections/{item}/undo": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Undo
         * @description Undo a correction: it counts as if it had never been.
         */
        post: operations["corrections_undo"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/parks/{park}/points/{point}/corrections/{item}/undo/preview": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Try Undo
         * @description What undoing a correction would change; nothing is kept.
         */
        post: operations["corrections_try_undo"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/parks/{park}/edges": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Every
         * @description The edges of the park; an enterprise sees its own, the park's, and those that bring its readings.
         */
        get: operations["edges_every"];
        put?: never;
        /**
         * Make
         * @description Make an edge.
         */
        post: operations["edges_make"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/parks/{park}/edges/{edge}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * One
         * @description One edge.
         */
        get: operations["edges_one"];
        put?: never;
        post?: never;
        /**
         * Remove
         * @description End an edge: thrown out and hidden, its history stays; one without any history is deleted.
         */
        delete: operations["edges_remove"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/parks/{park}/edges/{edge}/tokens": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Add Token
         * @description A token that enrols the edge once, within a day; one that waited for it is void.
         */
        post: operations["edges_add_token"];
        /**
         * Void Tokens
         * @description Take back the token that waits for the edge.
         */
        delete: operations["edges_void_tokens"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/parks/{park}/edges/{edge}/login": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Give Edge Login
         * @description A new password for an edge that is configured by hand; whoever uses the old one is thrown out.
         */
        post: operations["edges_give_edge_login"];
        /**
         * Revoke Edge
         * @description Take the edge's log-in and waiting token away, and throw it out.
         */
        delete: operations["edges_revoke_edge"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/parks/{park}/devices/{device}/login": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Device Logins
         * @description The passwords that a bare device has and had: by whom, since when, until when.
         */
        get: operations["edges_device_logins"];
        put?: never;
        /**
         * Give Device Login
         * @description A new password for a bare device, and the client id that it must send.
         */
        post: operations["edges_give_device_login"];
        /**
         * Revoke Device
         * @description Take a device's log-in away, and throw it out.
         */
        delete: operations["edges_revoke_device"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/parks/{park}/edges/{edge}/config": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Show
         * @description The configuration that the edge shall have, and whether it has it.
         */
        get: operations["edges_show"];
        /**
         * Save
         * @description Want another configuration; 409 where somebody else saved one meanwhile.
         */
        put: operations["edges_save"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/parks/{park}/edges/{edge}/commands": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Ask
         * @description Ask the edge to look at something.
         */
        post: operations["edges_ask"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/parks/{park}/edges/{edge}/commands/{command}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Answer
         * @description Where a command stands, and what the edge answered.
         */
        get: operations["edges_answer"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/parks/{park}/edges/{edge}/commands/{command}/file": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Download
         * @description The answer as a file.
         */
        get: operations["edges_download"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/parks/{park}/edges/{edge}/ledger": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Ledger
         * @description By spool: what the edge collected, and what of it is stored.
         */
        get: operations["edges_ledger"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/parks/{park}/devices/check": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Check
         * @description What would be wrong with a meter; nothing is made.
         */
        post: operations["devices_check"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/parks/{park}/devices/{device}/mapping": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Mapping
         * @description How the device's messages are understood, and what it is to publish to.
         */
        get: operations["devices_mapping"];
        /**
         * Save Mapping
         * @description Have messages be understood this way from now on.
         */
        put: operations["devices_save_mapping"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/parks/{park}/devices/{device}/mapping/preview": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Preview
         * @description What a mapping would make of a message, and which numbers in it are likely a meter's.
         */
        post: operations["devices_preview"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/parks/{park}/devices/{device}/messages": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Messages
         * @description The newest messages of the device and what became of each.
         */
        get: operations["devices_messages"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/parks/{park}/devices/{device}/ladder": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Look
         * @description How far the device has come, and what it hangs on.
         */
        get: operations["devices_look"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/parks/{park}/devices/{device}/ladder/topic": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Topic
         * @description Whether the broker takes messages on a topic from the device: in MQTT 3.1.1 it tells it nothing.
         */
        get: operations["devices_topic"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/parks/{park}/devices/{device}/ladder/stream": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Stream
         * @description The ladder, again whenever it has changed.
         */
        get: operations["devices_stream"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/edge/enrol": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Enrol
         * @description Use a token up; 401 for one that nobody made, 410 for one that is used or too old, 421 for another
         *     platform's.
         */
        post: operations["enrolment_enrol"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/directory/held": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Held
         * @description Which of these parks this platform holds; 401 without the signature of a platform with our key.
         */
        post: operations["directory_held"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/parks/{park}/planning": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Desk
         * @description What plans are made of: base year, market, scenarios, measures; what levers can move; a library.
         */
        get: operations["planning_desk"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/parks/{park}/planning/base": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Base From Ledger
         * @description A base year from the ledger's hours of a span, to be completed and saved; output in 10⁴ yuan a year.
         */
        get: operations["planning_base_from_ledger"];
        /**
         * Save Base
         * @description Save the base year; the first one brings three scenarios to begin with.
         */
        put: operations["planning_save_base"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/parks/{park}/planning/market": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /**
         * Save Market
         * @description Save the discount rate and prices of energy.
         */
        put: operations["planning_save_market"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/parks/{park}/planning/scenarios/{code}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /**
         * Save Scenario
         * @description Save a scenario.
         */
        put: operations["planning_save_scenario"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/parks/{park}/planning/measures/{code}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /**
         * Save Measure
         * @description Save a measure.
         */
        put: operations["planning_save_measure"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/parks/{park}/planning/{kind}/{code}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /**
         * End
         * @description Take a scenario or measure off the list; plans that used it keep theirs.
         */
        delete: operations["planning_end"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/parks/{park}/planning/preview": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Preview
         * @description Follow a scenario that is being edited, without saving it.
         */
        post: operations["planning_preview"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/parks/{park}/planning/macc": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Macc
         * @description Every measure judged alone, at the prices and grid factors of a scenario.
         */
        get: operations["planning_macc"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/parks/{park}/plans": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Plans
         * @description Plans, of one kind or all, the newest first.
         */
        get: operations["planning_plans"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/parks/{park}/plans/pathway": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Request Pathway
         * @description Compare up to four scenarios, in the background.
         */
        post: operations["planning_request_pathway"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/parks/{park}/plans/portfolio": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Request Portfolio
         * @description Find the cheapest portfolio of measures, in the background.
         */
        post: operations["planning_request_portfolio"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/parks/{park}/plans/{item}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Plan
         * @description A plan with what it is made of and its result.
         */
        get: operations["planning_plan"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/parks/{park}/plans/{item}/cancel": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Cancel
         * @description Stop a plan that has not ended.
         */
        post: operations["planning_cancel"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/parks/{park}/plans/{item}/report": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Plan Report
         * @description A plan as PDF or xlsx: what it comes to, how, its inputs, and what it is bound to.
         */
        get: operations["planning_plan_report"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/parks/{park}/plans/{item}/targets": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Push
         * @description Make a plan's years the park's targets.
         */
        post: operations["planning_push"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/parks/{park}/targets": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Every Target
         * @description Targets in force; an enterprise sees its own.
         */
        get: operations["planning_every_target"];
        /**
         * Save Targets
         * @description Put targets in force.
         */
        put: operations["planning_save_targets"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/parks/{park}/budgets": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Of Year
         * @description Every budget of a year against what came to be; an enterprise sees its own.
         */
        get: operations["budgets_of_year"];
        /**
         * Save
         * @description Set a budget; an enterprise its own.
         */
        put: operations["budgets_save"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/parks/{park}/budgets/{kind}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * One
         * @description One budget month by month, with its forecast and its versions.
         */
        get: operations["budgets_one"];
        put?: never;
        post?: never;
        /**
         * End
         * @description Take a budget back; its versions stay.
         */
        delete: operations["budgets_end"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/parks/{park}/budgets/proposal": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Proposal
         * @description What a wanted budget would be, month by month; nothing is stored.
         */
        post: operations["budgets_proposal"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/parks/{park}/budgets/of-plan": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Of Plan
         * @description Make a plan's years the park's budgets.
         */
        post: operations["budgets_of_plan"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/parks/{park}/benchmark": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Benchmark
         * @description Every norm with whom it is for; an enterprise is told its own figures, and its place among all.
         */
        get: operations["benchmark_benchmark"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/parks/{park}/norms": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Norms In Force
         * @description The norms in force.
         */
        get: operations["benchmark_norms_in_force"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/parks/{park}/norms/{norm}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Norm Versions
         * @description Every version of a norm, the newest first.
         */
        get: operations["benchmark_norm_versions"];
        /**
         * Save Norm
         * @description Keep a norm; every save is a version.
         */
        put: operations["benchmark_save_norm"];
        post?: never;
        /**
         * End Norm
         * @description Take a norm off the list.
         */
        delete: operations["benchmark_end_norm"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/parks/{park}/what-if/preview": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * What If
         * @description What a new enterprise would do to the park; nothing is stored.
         */
        post: operations["benchmark_what_if"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/parks/{park}/what-ifs": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Kept What Ifs
         * @description What is kept, the newest first.
         */
        get: operations["benchmark_kept_what_ifs"];
        put?: never;
        /**
         * Keep What If
         * @description Keep one as it was asked.
         */
        post: operations["benchmark_keep_what_if"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/parks/{park}/what-ifs/{item}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /**
         * End What If
         * @description Take one off the list.
         */
        delete: operations["benchmark_end_what_if"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/parks/{park}/points/plausible": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Judge
         * @description Each value beside what its point says of itself; stores nothing.
         */
        post: operations["meters_judge"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/parks/{park}/zero-carbon": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Year
         * @description A year with every line, the denominator, the indicators, and what was found.
         */
        get: operations["zero_carbon_year"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/parks/{park}/zero-carbon/outlook": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Zero Carbon Outlook
         * @description Past years, the base year, and the way to the target year.
         */
        get: operations["zero_carbon_zero_carbon_outlook"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/parks/{park}/zero-carbon/comparison": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Comparison
         * @description The other rulesets of the same year, and every difference by its cause.
         */
        get: operations["zero_carbon_comparison"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/parks/{park}/zero-carbon/report": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Report
         * @description A year as a workbook that recomputes itself, or as a PDF of the same figures.
         */
        get: operations["zero_carbon_report"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/parks/{park}/zero-carbon/settings": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Decided
         * @description What the rules leave open: what is decided, by whom and why, and what is not.
         */
        get: operations["zero_carbon_decided"];
        /**
         * Decide
         * @description Decide; every save is a version.
         */
        put: operations["zero_carbon_decide"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/parks/{park}/zero-carbon/entries": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Enter
         * @description Enter a figure that no meter has, with its evidence; without amounts it is taken back.
         */
        post: operations["zero_carbon_enter"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/parks/{park}/zero-carbon/factors/template": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Factors Template
         * @description The table of the national factor database to fill in.
         */
        get: operations["zero_carbon_factors_template"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/parks/{park}/zero-carbon/factors": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Factors Import
         * @description The national factor database from a file: all rows, or none where one is wrong.
         */
        post: operations["zero_carbon_factors_import"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/parks/{park}/flows": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Flows
         * @description The diagram, the balance, and every measured term of them.
         */
        get: operations["flows_flows"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/parks/{park}/flows/file": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Flows File
         * @description The same as CSV.
         */
        get: operations["flows_flows_file"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/parks/{park}/flows/tables": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Energy And Emission Tables
         * @description Tables of energy and emissions in the style of energy users' reports: a workbook, or a PDF.
         */
        get: operations["flows_energy_and_emission_tables"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/parks/{park}/functions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Park Functions
         * @description The twelve functions, judged from what the park has.
         */
        get: operations["functions_park_functions"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/parks/{park}/functions/wording": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /**
         * Reword
         * @description Word functions as the park's authority does.
         */
        put: operations["functions_reword"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/parks/{park}/functions/evidence": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Evidence
         * @description The evidence as an archive with a signed manifest.
         */
        get: operations["functions_evidence"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/parks/{park}/factors": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Factors
         * @description Factors that match, those that the park uses first.
         */
        get: operations["factors_factors"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/parks/{park}/factors/needs": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Needs
         * @description What each source asks for today, and what answers, what nothing answers first; what no set has or
         *     publishes yet. All are looked at, so that it can be told how many lack a factor.
         */
        get: operations["factors_needs"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/parks/{park}/factors/{factor}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Factor
         * @description Every version of a factor, and how many sources they priced.
         */
        get: operations["factors_factor"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/parks/{park}/factors/{factor}/uses": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Uses
         * @description What used a factor, by source. A page has all versions of so many sources.
         */
        get: operations["factors_uses"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/parks/{park}/factor-sets": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Factor Sets
         * @description The sets that there are, and which the park uses.
         */
        get: operations["factors_factor_sets"];
        /**
         * Adopt
         * @description Use these sets from now on, the first before the second; settled hours stay as they are.
         */
        put: operations["factors_adopt"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/parks/{park}/gwp": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /**
         * Choose Gwp
         * @description Weigh gases by another set of potentials in all that is shown from now on; what is kept stays.
         */
        put: operations["factors_choose_gwp"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/parks/{park}/restatements/preview": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Preview
         * @description What pricing a period by these sets, or those in force, would change.
         */
        post: operations["factors_preview"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/parks/{park}/restatements": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Restatements
         * @description What was restated, the newest first.
         */
        get: operations["factors_restatements"];
        put?: never;
        /**
         * Restate
         * @description Price a period by the sets in force, in the background.
         */
        post: operations["factors_restate"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/parks/{park}/restatements/{item}/cancel": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Cancel
         * @description Stop it: what is restated stays.
         */
        post: operations["factors_cancel"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/parks/{park}/own-factors": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Proposals
         * @description Factors that were proposed here, the newest first.
         */
        get: operations["factors_proposals"];
        put?: never;
        /**
         * Propose
         * @description Propose a factor with its evidence; it counts once somebody else has approved it.
         */
        post: operations["factors_propose"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/parks/{park}/own-factors/{item}/{decision}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Decide
         * @description Approve or reject what another proposed, or withdraw one's own.
         */
        post: operations["factors_decide"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/parks/{park}/exports": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Exports
         * @description The files that there are.
         */
        get: operations["exports_exports"];
        put?: never;
        /**
         * Request
         * @description Have a file made; an enterprise user's boundary is their enterprise.
         */
        post: operations["exports_request"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/parks/{park}/exports/of-inventory": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Request Stored
         * @description Have a file of a stored inventory made.
         */
        post: operations["exports_request_stored"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/parks/{park}/exports/everything": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Request Everything
         * @description Have a file of everything made, in open formats.
         */
        post: operations["exports_request_everything"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/parks/{park}/exports/{item}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Export
         * @description One file's state.
         */
        get: operations["exports_export"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/parks/{park}/exports/{item}/file": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Download
         * @description The file.
         */
        get: operations["exports_download"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/parks/{park}/exports/{item}/check": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Check
         * @description Whether readings, hours, factors and totals are still those that the pack rests on.
         */
        get: operations["exports_check"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/parks/{park}/rulesets": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Rulesets
         * @description The ways to count that there are.
         */
        get: operations["inventory_rulesets"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/parks/{park}/inventory": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Inventory
         * @description The inventory by the ledger as it is now; nothing is stored.
         */
        get: operations["inventory_inventory"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/parks/{park}/inventory/explain": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Explain Computed
         * @description The terms of one of its figures by source and factor, the largest first.
         */
        get: operations["inventory_explain_computed"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/parks/{park}/inventory/explain/months": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Explain Computed Months
         * @description The months of one of its terms, and the evidence of what was bought.
         */
        get: operations["inventory_explain_computed_months"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/parks/{park}/inventory/bridge": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Year Bridge
         * @description From the same days of last year to this period, by cause.
         */
        get: operations["inventory_year_bridge"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/parks/{park}/inventory/figures": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Figures Now
         * @description By the ledger as it is now; nothing is stored.
         */
        get: operations["inventory_figures_now"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/parks/{park}/inventories/{item}/figures": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Figures Stored
         * @description As they were kept with the inventory.
         */
        get: operations["inventory_figures_stored"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/parks/{park}/inventories": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Inventories
         * @description Those that are kept, the newest period first.
         */
        get: operations["inventory_inventories"];
        put?: never;
        /**
         * Begin
         * @description Compute an inventory in the background, and keep it.
         */
        post: operations["inventory_begin"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/parks/{park}/inventories/{item}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Inventory Detail
         * @description One, with its figures, checklist and history.
         */
        get: operations["inventory_inventory_detail"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/parks/{park}/inventories/{item}/transitions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Transition
         * @description Take a step.
         */
        post: operations["inventory_transition"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/parks/{park}/inventories/{item}/comments": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Comment
         * @description Comment, raise a finding, answer it, or resolve it.
         */
        post: operations["inventory_comment"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/parks/{park}/inventories/{item}/cancel": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Stop
         * @description Stop its computation.
         */
        post: operations["inventory_stop"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/parks/{park}/inventories/{item}/items": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Rows
         * @description Its rows.
         */
        get: operations["inventory_rows"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/parks/{park}/inventories/{item}/explain": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Explain Stored
         * @description The terms of one of its figures by source and factor, the largest first.
         */
        get: operations["inventory_explain_stored"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/parks/{park}/inventories/{item}/explain/months": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Explain Stored Months
         * @description The months of one of its terms, and the evidence that was used when it was computed.
         */
        get: operations["inventory_explain_stored_months"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/parks/{park}/inventories/{item}/differences": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Differences
         * @description What the ledger says now, and what the version before said, by cause.
         */
        get: operations["inventory_differences"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/parks/{park}/base-year": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Base Year
         * @description The base year in force, and how far the ledger has moved away from it.
         */
        get: operations["inventory_base_year"];
        /**
         * Choose Base Year
         * @description Make an approved inventory the base year of its boundary.
         */
        put: operations["inventory_choose_base_year"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/parks/{park}/sources": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Every
         * @description Sources with their state of the last 30 days, by code or by category; those with all the words.
         */
        get: operations["sources_every"];
        put?: never;
        /**
         * Create
         * @description Make a source; its hours are computed at once, those older than 100 days soon after.
         */
        post: operations["sources_create"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/parks/{park}/sources/try": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Try Out
         * @description What it would have emitted in the last full month; nothing is kept.
         */
        post: operations["sources_try_out"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/parks/{park}/source-templates": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Templates
         * @description What industries usually emit, and every formula.
         */
        get: operations["sources_templates"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/parks/{park}/source-gaps": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Uncovered
         * @description Points of activity that no source has, by code. All of them are found, so that they can be counted.
         */
        get: operations["sources_uncovered"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/parks/{park}/sources/{source}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * One
         * @description A source with its formula and what was done to it.
         */
        get: operations["sources_one"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        /**
         * Edit
         * @description Change what alters no figure: names, the plant, scenes from a day on.
         */
        patch: operations["sources_edit"];
        trace?: never;
    };
    "/api/v1/parks/{park}/sources/{source}/after": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * After
         * @description What would be taken back if the source ended before a local day, and what locks would hold.
         */
        get: operations["sources_after"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/parks/{park}/sources/{source}/end": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * End
         * @description A source emits until a local day; what it had after it is taken back, or waits under a lock.
         */
        post: operations["sources_end"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/parks/{park}/sources/{source}/replace": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Replace
         * @description From a local day on another source stands in its place.
         */
        post: operations["sources_replace"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/parks/{park}/sources/{source}/delete": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Delete
         * @description Remove a source that never had a figure.
         */
        post: operations["sources_delete"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/parks/{park}/green-supplies": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Every
         * @description Every supply that one sees, the newest generation first; which of all of them expire.
         */
        get: operations["green supply_every"];
        put?: never;
        /**
         * Add
         * @description Register a contract or certificate; its evidence is uploaded before.
         */
        post: operations["green supply_add"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/parks/{park}/green-uses": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Uses
         * @description What is used of a supply or of all of them, the newest month first.
         */
        get: operations["green supply_uses"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/parks/{park}/green-supplies/{item}/uses": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Use
         * @description Use an amount for a month of a source; no more than is left, and than was bought.
         */
        post: operations["green supply_use"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/parks/{park}/green-supplies/{item}/withdraw": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Withdraw
         * @description A supply of which nothing is used counts no more.
         */
        post: operations["green supply_withdraw"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/parks/{park}/green-uses/{item}/release": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Release
         * @description An amount was not used after all.
         */
        post: operations["green supply_release"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/parks/{park}/quality-plan": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Quality Plan
         * @description As it stands, with what is missing.
         */
        get: operations["quality_plan_quality_plan"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/parks/{park}/quality-plan/file": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Plan File
         * @description As a table.
         */
        get: operations["quality_plan_plan_file"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/parks/{park}/quality-plan/notes": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Said
         * @description Everything that was said of a subject.
         */
        get: operations["quality_plan_said"];
        /**
         * Say
         * @description Fill in fields; what was there before stays readable.
         */
        put: operations["quality_plan_say"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/parks/{park}/analyses": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Analyses
         * @description The runs, of one kind or all, the newest first.
         */
        get: operations["analyses_analyses"];
        put?: never;
        /**
         * Analyse
         * @description Ask for an analysis; it is computed in the background.
         */
        post: operations["analyses_analyse"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/parks/{park}/analyses/template": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Template
         * @description A table with example rows to fill in.
         */
        get: operations["analyses_template"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/parks/{park}/analyses/table": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Read Table
         * @description What a CSV or xlsx file holds; nothing is kept.
         */
        post: operations["analyses_read_table"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/parks/{park}/analyses/this-month": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * This Month Change
         * @description Why this month is up or down: its whole days so far against the same days of another month.
         */
        get: operations["analyses_this_month_change"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/parks/{park}/analyses/{run}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Analysis
         * @description A run with everything.
         */
        get: operations["analyses_analysis"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/parks/{park}/analyses/{run}/cancel": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Cancel
         * @description Stop one that has not ended.
         */
        post: operations["analyses_cancel"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/parks/{park}/audit": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Events
         * @description Who did what, the newest first.
         */
        get: operations["audit_events"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/parks/{park}/audit/chain": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Chain
         * @description Up to where the log is whole: every hash computed again once an hour, those of new events each time.
         */
        get: operations["audit_chain"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/parks/{park}/audit/export": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Export
         * @description Every event as CSV, hashes included.
         */
        get: operations["audit_export"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/parks/{park}/people": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Members
         * @description Everybody who may enter the park, by log-in name.
         */
        get: operations["people_members"];
        put?: never;
        /**
         * Invite
         * @description Let somebody in; who is new sets a password with the link, which is shown once.
         */
        post: operations["people_invite"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/parks/{park}/people/{login}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /**
         * Change
         * @description Give a member another role.
         */
        put: operations["people_change"];
        post?: never;
        /**
         * Remove
         * @description Take a member out of the park.
         */
        delete: operations["people_remove"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/parks/{park}/people/{login}/invitation": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Invite Again
         * @description A new link to set a password with; links of before end.
         */
        post: operations["people_invite_again"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/parks/{park}/people/{login}/sessions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /**
         * End Sessions
         * @description Log a member out everywhere.
         */
        delete: operations["people_end_sessions"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/parks/{park}/people/{login}/account": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /**
         * Set Account
         * @description Lock somebody's account in every park, or open it again: administrators.
         */
        put: operations["people_set_account"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/parks/{park}/tokens": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Tokens
         * @description The tokens of programs, the newest first.
         */
        get: operations["people_tokens"];
        put?: never;
        /**
         * Add Token
         * @description Make a token for a program; it is shown once.
         */
        post: operations["people_add_token"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/parks/{park}/tokens/{item}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /**
         * Revoke Token
         * @description End a token.
         */
        delete: operations["people_revoke_token"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/invitation": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Accept
         * @description Set a password with the link of an invitation: once.
         */
        post: operations["account_accept"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/session/password": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Change Password
         * @description Change one's password: every session ends.
         */
        post: operations["account_change_password"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/session/others": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Sessions
         * @description Where one is logged in.
         */
        get: operations["account_sessions"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/session/others/{key}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /**
         * End Session
         * @description Log oneself out somewhere else.
         */
        delete: operations["account_end_session"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/session/second-factor": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Own
         * @description Whether one has a second factor.
         */
        get: operations["second_factor_own"];
        put?: never;
        /**
         * Begin
         * @description A secret for one's phone; nothing is asked for before it was confirmed.
         */
        post: operations["second_factor_begin"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/session/second-factor/confirm": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Confirm
         * @description Show that the phone has it: from now on it is asked for.
         */
        post: operations["second_factor_confirm"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/session/second-factor/recovery-codes": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Recovery Codes
         * @description Other recovery codes; those before end.
         */
        post: operations["second_factor_recovery_codes"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/session/second-factor/removal": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Remove
         * @description Go without a second factor.
         */
        post: operations["second_factor_remove"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/parks/{park}/people/{login}/second-factor": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /**
         * Reset
         * @description Take the second factor of a member who lost it: administrators.
         */
        delete: operations["second_factor_reset"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/parks/{park}/access-policy": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Policy
         * @description What the park asks of those who enter it.
         */
        get: operations["second_factor_policy"];
        /**
         * Set Policy
         * @description Ask a second factor of these roles, from the next request on.
         */
        put: operations["second_factor_set_policy"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/session/sso": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Offer
         * @description Whether there is one.
         */
        get: operations["sso_offer"];
        put?: never;
        /**
         * Finish
         * @description Come back: sets the session cookie of the person whom the provider means.
         */
        post: operations["sso_finish"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/session/sso/start": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Start
         * @description Begin: where the browser goes. It keeps what must fit when it comes back.
         */
        post: operations["sso_start"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/admin/system": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * System
         * @description What comes in, what waits, what is stored, and which versions run.
         */
        get: operations["system_system"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/parks/{park}/terms": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Agreed
         * @description What holds: of one's own enterprise, or for operators and verifiers of all.
         */
        get: operations["terms_agreed"];
        /**
         * Agree
         * @description Say what holds for one's enterprise, from the next request of anybody on.
         */
        put: operations["terms_agree"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/wall": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Wall
         * @description The park that this screen shows.
         */
        get: operations["wall_wall"];
        put?: never;
        /**
         * Open Wall
         * @description Give the token of a link: sets the screen's cookie.
         */
        post: operations["wall_open_wall"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/wall/live": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Wall Live
         * @description The newest public frame and the last ten minutes.
         */
        get: operations["wall_wall_live"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/wall/day": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Wall Day
         * @description Quarter hours of the whole park, today and yesterday.
         */
        get: operations["wall_wall_day"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/wall/stream": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Wall Stream
         * @description A public frame each second, until the link is revoked.
         */
        get: operations["wall_wall_stream"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/parks/{park}/wall-links": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Links
         * @description The links for screens, the newest first.
         */
        get: operations["wall_links"];
        put?: never;
        /**
         * Add Link
         * @description Make a link for a screen; it is shown once.
         */
        post: operations["wall_add_link"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/parks/{park}/wall-links/{item}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /**
         * Revoke Link
         * @description End a link.
         */
        delete: operations["wall_revoke_link"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/admin/parks": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Parks
         * @description Every park with its state, by code, and the drafts that are none yet.
         */
        get: operations["onboarding_parks"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/admin/parks/{park}/file": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Export
         * @description The park file of a park as it is.
         */
        get: operations["onboarding_export"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/admin/parks/plan": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Plan
         * @description What applying a park file would do; nothing is done.
         */
        post: operations["onboarding_plan"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/admin/parks/apply": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Apply
         * @description Apply a park file; people who are new get a link, which is shown once.
         */
        post: operations["onboarding_apply"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/admin/parks/{park}/clone": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Clone
         * @description The park file of a new park that is made as another is; nothing is done.
         */
        post: operations["onboarding_clone"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/admin/parks/{park}/state": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /**
         * Set State
         * @description Suspend a park, archive it, or set it to work again.
         */
        put: operations["onboarding_set_state"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/admin/parks/{park}/delete": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Delete Park
         * @description Have an archived park deleted for good; what is left is a signed record.
         */
        post: operations["onboarding_delete_park"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/admin/deletions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Deletions
         * @description Parks that were deleted, with what proves it, the newest first.
         */
        get: operations["onboarding_deletions"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/admin/wizard": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Wizard
         * @description What the wizard lets one choose from.
         */
        get: operations["onboarding_wizard"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/admin/meter-table": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Template
         * @description The table of meters to fill in.
         */
        get: operations["onboarding_template"];
        put?: never;
        /**
         * Read Table
         * @description The meters of a filled-in table, and every mistake by row and column; nothing is kept.
         */
        post: operations["onboarding_read_table"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/admin/drafts": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Begin
         * @description Begin a draft.
         */
        post: operations["onboarding_begin"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/admin/drafts/{draft}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Look
         * @description A draft and what is wrong in it.
         */
        get: operations["onboarding_look"];
        /**
         * Save
         * @description Keep what was answered, right or wrong; 409 where somebody else has changed it meanwhile.
         */
        put: operations["onboarding_save"];
        post?: never;
        /**
         * Delete
         * @description Throw a draft away.
         */
        delete: operations["onboarding_delete"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/admin/drafts/{draft}/preview": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Preview
         * @description What the draft would become; nothing is done.
         */
        get: operations["onboarding_preview"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/admin/drafts/{draft}/make": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Make
         * @description Make the park, invite its people, and let simulated meters feed it where that was chosen.
         */
        post: operations["onboarding_make"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/healthz": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Alive
         * @description The process answers.
         */
        get: operations["health_alive"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/readyz": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Ready
         * @description Database, cache and broker can be reached.
         */
        get: operations["health_ready"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
}
export type webhooks = Record<string, never>;
export interface components {
    schemas: {
        /**
         * Acceptance
         * @description An invitation, and the password that goes with it from now on.
         */
        Acceptance: {
            /** Token */
            token: string;
            /** Password */
            password: string;
        };
        /**
         * Accepted
         * @description The log-in name whose password was set.
         */
        Accepted: {
            /** Login */
            login: string;
        };
        /**
         * AccessPolicy
         * @description What a park asks of those who enter it.
         */
        AccessPolicy: {
            /** Second Factor Roles */
            second_factor_roles: ("operator" | "enterprise" | "verifier")[];
        };
        /**
         * AccountState
         * @description Whether an account is locked.
         */
        AccountState: {
            /** Disabled */
            disabled: boolean;
        };
        /**
         * Adopt
         * @description Sets in order; `based_on` is the newest adoption that one has seen, null where there was none.
         */
        Adopt: {
            /** Sets */
            sets: string[];
            /**
             * Reason
             * @description why, for those who look later
             */
            reason: string;
            /** Based On */
            based_on?: number | null;
        };
        /**
         * Adoption
         * @description What was chosen, by whom and why.
         */
        Adoption: {
            /** Id */
            id: number;
            /** Sets */
            sets: string[];
            /** Reason */
            reason: string;
            /** Author */
            author: string;
            /** Created At */
            created_at: number;
        };
        /**
         * AgreedTerms
         * @description What holds now, what held before, and for an enterprise who enters its data as one of its own.
         */
        AgreedTerms: {
            /** Current */
            current: components["schemas"]["EnterpriseTerms"][];
            /** History */
            history: components["schemas"]["EnterpriseTerms"][];
            /** Entrants */
            entrants: components["schemas"]["TermsEntrant"][];
        };
        /**
         * Alert
         * @description One alert: of what, since when, and what people did about it. Times in ms.
         *
         *     `own` are those of an enterprise's own rules; only these are an enterprise's to acknowledge or put aside.
         */
        Alert: {
            /** Id */
            id: number;
            /** Own */
            own: boolean;
            /**
             * Template
             * @enum {string}
             */
            template: "no_data" | "carbon_rate" | "demand" | "power_factor" | "budget" | "edge_offline" | "spool" | "quarantine" | "meter_error";
            /** Rule */
            rule: number | null;
            /** Rule Name */
            rule_name: string;
            /**
             * Severity
             * @enum {string}
             */
            severity: "information" | "warning" | "error";
            /**
             * Subject Kind
             * @enum {string}
             */
            subject_kind: "park" | "enterprise" | "point" | "edge" | "budget";
            /** Subject */
            subject: string;
            /** Name Zh */
            name_zh: string | null;
            /** Name En */
            name_en: string | null;
            /** Enterprise */
            enterprise: string | null;
            /** Value */
            value: number | null;
            /** Threshold */
            threshold: number | null;
            /** Minutes */
            minutes: number | null;
            /** Began At */
            began_at: number;
            /** Found At */
            found_at: number;
            /** Seen At */
            seen_at: number;
            /** Resolved At */
            resolved_at: number | null;
            /** Acknowledged At */
            acknowledged_at: number | null;
            /** Acknowledged By */
            acknowledged_by: string | null;
            /** Assignee */
            assignee: string | null;
            /** Snoozed Until */
            snoozed_until: number | null;
            /** Snoozed By */
            snoozed_by: string | null;
        };
        /**
         * AlertChoice
         * @description What a rule can be about: an enterprise or an edge.
         */
        AlertChoice: {
            /**
             * Kind
             * @enum {string}
             */
            kind: "enterprise" | "edge";
            /** Code */
            code: string;
            /** Name Zh */
            name_zh: string;
            /** Name En */
            name_en: string;
        };
        /**
         * AlertCounts
         * @description Open alerts that nobody has acknowledged, for the bell.
         */
        AlertCounts: {
            /**
             * Error
             * @default 0
             */
            error: number;
            /**
             * Warning
             * @default 0
             */
            warning: number;
            /**
             * Information
             * @default 0
             */
            information: number;
        };
        /**
         * AlertDeliveries
         * @description What was sent, the newest first.
         */
        AlertDeliveries: {
            /** Deliveries */
            deliveries: components["schemas"]["AlertDelivery"][];
            /**
             * Cursor
             * @description of the next page; null: there is none
             */
            cursor: string | null;
        };
        /**
         * AlertDelivery
         * @description What was sent to whom, or was to be; `answer` is what the server said last.
         */
        AlertDelivery: {
            /** Id */
            id: number;
            /** Receiver */
            receiver: string;
            /**
             * Kind
             * @enum {string}
             */
            kind: "email" | "webhook";
            /** Alert */
            alert: number | null;
            /**
             * Event
             * @enum {string}
             */
            event: "began" | "resolved" | "trial";
            /**
             * State
             * @enum {string}
             */
            state: "waiting" | "sent" | "failed";
            /** Attempts */
            attempts: number;
            /** Answer */
            answer: string | null;
            /** Created At */
            created_at: number;
            /** Sent At */
            sent_at: number | null;
        };
        /**
         * AlertEpisode
         * @description A time in the past at which a rule would have told something; `end` null: it goes on.
         */
        AlertEpisode: {
            /**
             * Subject Kind
             * @enum {string}
             */
            subject_kind: "park" | "enterprise" | "point" | "edge" | "budget";
            /** Subject */
            subject: string;
            /** Start */
            start: number;
            /** End */
            end: number | null;
            /** Worst */
            worst: number | null;
        };
        /**
         * AlertMade
         * @description The number of what was made.
         */
        AlertMade: {
            /** Id */
            id: number;
        };
        /**
         * AlertPage
         * @description Alerts, the newest first; `cursor` asks for the next ones.
         */
        AlertPage: {
            /** Items */
            items: components["schemas"]["Alert"][];
            /** Cursor */
            cursor: number | null;
            /** People */
            people: string[];
        };
        /**
         * AlertReceiver
         * @description Who is told.
         */
        AlertReceiver: {
            /**
             * Kind
             * @enum {string}
             */
            kind: "email" | "webhook";
            /**
             * Name
             * @default
             */
            name: string;
            /** Address */
            address: string;
            /**
             * Locale
             * @default zh-CN
             * @enum {string}
             */
            locale: "zh-CN" | "en";
            /** Id */
            id: number;
            /** Author */
            author: string;
            /** Created At */
            created_at: number;
        };
        /**
         * AlertReceiverMade
         * @description A new receiver; of a server the secret that signs what it is sent, shown once.
         */
        AlertReceiverMade: {
            /** Id */
            id: number;
            /** Secret */
            secret: string | null;
        };
        /**
         * AlertReceiverWanted
         * @description Who shall be told, in which language letters are.
         */
        AlertReceiverWanted: {
            /**
             * Kind
             * @enum {string}
             */
            kind: "email" | "webhook";
            /**
             * Name
             * @default
             */
            name: string;
            /** Address */
            address: string;
            /**
             * Locale
             * @default zh-CN
             * @enum {string}
             */
            locale: "zh-CN" | "en";
        };
        /**
         * AlertReceivers
         * @description Who is told, and whether the platform can send mail.
         */
        AlertReceivers: {
            /** Receivers */
            receivers: components["schemas"]["AlertReceiver"][];
            /** Has Mail */
            has_mail: boolean;
        };
        /**
         * AlertRule
         * @description A rule as it is kept, how often it goes on now, and why it could not be looked at.
         */
        AlertRule: {
            /**
             * Template
             * @enum {string}
             */
            template: "no_data" | "carbon_rate" | "demand" | "power_factor" | "budget" | "edge_offline" | "spool" | "quarantine" | "meter_error";
            /**
             * Name
             * @default
             */
            name: string;
            /**
             * Severity
             * @default warning
             * @enum {string}
             */
            severity: "information" | "warning" | "error";
            /** Threshold */
            threshold?: number | null;
            /** Minutes */
            minutes?: number | null;
            /**
             * Subjects
             * @default []
             */
            subjects: string[];
            /**
             * Receivers
             * @default []
             */
            receivers: number[];
            /**
             * Enabled
             * @default true
             */
            enabled: boolean;
            /** Id */
            id: number;
            /** Author */
            author: string;
            /** Created At */
            created_at: number;
            /** Evaluated At */
            evaluated_at: number | null;
            /** Error */
            error: string | null;
            /** Open */
            open: number;
        };
        /**
         * AlertRuleWanted
         * @description A rule: what is watched, from which value or after how many minutes, of what (codes; none: all).
         */
        AlertRuleWanted: {
            /**
             * Template
             * @enum {string}
             */
            template: "no_data" | "carbon_rate" | "demand" | "power_factor" | "budget" | "edge_offline" | "spool" | "quarantine" | "meter_error";
            /**
             * Name
             * @default
             */
            name: string;
            /**
             * Severity
             * @default warning
             * @enum {string}
             */
            severity: "information" | "warning" | "error";
            /** Threshold */
            threshold?: number | null;
            /** Minutes */
            minutes?: number | null;
            /**
             * Subjects
             * @default []
             */
            subjects: string[];
            /**
             * Receivers
             * @default []
             */
            receivers: number[];
            /**
             * Enabled
             * @default true
             */
            enabled: boolean;
        };
        /**
         * AlertRules
         * @description The rules, the templates that new ones are made from, and what they can be about beside points.
         */
        AlertRules: {
            /** Rules */
            rules: components["schemas"]["AlertRule"][];
            /**
             * Cursor
             * @description of the next page; null: there is none
             */
            cursor: string | null;
            /** Templates */
            templates: components["schemas"]["AlertTemplateInfo"][];
            /** Choices */
            choices: components["schemas"]["AlertChoice"][];
            /** Can Set */
            can_set: boolean;
        };
        /**
         * AlertTemplateInfo
         * @description A template: which numbers it takes, with what they are at first, and what it can be about.
         */
        AlertTemplateInfo: {
            /**
             * Template
             * @enum {string}
             */
            template: "no_data" | "carbon_rate" | "demand" | "power_factor" | "budget" | "edge_offline" | "spool" | "quarantine" | "meter_error";
            /**
             * Severity
             * @enum {string}
             */
            severity: "information" | "warning" | "error";
            /** Threshold */
            threshold: number | null;
            /** Minutes */
            minutes: number | null;
            /** Unit */
            unit: ("t/h" | "%" | "1" | "batches" | "messages") | null;
            /** Of */
            of: ("point" | "enterprise" | "edge") | null;
            /** Has Past */
            has_past: boolean;
        };
        /**
         * AlertTrial
         * @description What a rule would have told from `start` to `end`, by stored data.
         *
         *     `has_past` is false where what it looks at is not kept: only what goes on now is told then.
         */
        AlertTrial: {
            /** Has Past */
            has_past: boolean;
            /** Start */
            start: number;
            /** End */
            end: number;
            /** Times */
            times: number;
            /** Goes On */
            goes_on: number;
            /** Episodes */
            episodes: components["schemas"]["AlertEpisode"][];
        };
        /**
         * AlertsAssigned
         * @description Alerts, and who takes care of them; nobody any more where that is null.
         */
        AlertsAssigned: {
            /** Ids */
            ids: number[];
            /** Assignee */
            assignee: string | null;
        };
        /**
         * AlertsChosen
         * @description Alerts to acknowledge.
         */
        AlertsChosen: {
            /** Ids */
            ids: number[];
        };
        /**
         * AlertsRecommended
         * @description How many rules were added.
         */
        AlertsRecommended: {
            /** Added */
            added: number;
        };
        /**
         * AlertsSnoozed
         * @description Alerts, and for how many minutes they are put aside; 0 takes them up again.
         */
        AlertsSnoozed: {
            /** Ids */
            ids: number[];
            /** Minutes */
            minutes: number;
        };
        /**
         * Alive
         * @description The process answers.
         */
        Alive: {
            /**
             * Status
             * @constant
             */
            status: "ok";
        };
        /**
         * Allocation
         * @description How a shared meter is divided in [valid_from, valid_to).
         */
        Allocation: {
            /** Id */
            id: number;
            /** Point */
            point: string;
            /** Unit */
            unit: string;
            /**
             * Method
             * @enum {string}
             */
            method: "share" | "area" | "submeter";
            /** Valid From */
            valid_from: number;
            /** Valid To */
            valid_to: number | null;
            /** Shares */
            shares: components["schemas"]["Share"][];
            /** Author */
            author: string;
            /** Reason */
            reason: string;
            /** Created At */
            created_at: number;
        };
        /**
         * AllocationPart
         * @description A tenant's part of a shared meter.
         */
        AllocationPart: {
            /** Target */
            target: string;
            /** Weight */
            weight: string | null;
            /** Submeter */
            submeter: string | null;
        };
        /**
         * Allocations
         * @description Every allocation, by shared meter, the newest first; `cursor` where there are more meters.
         */
        Allocations: {
            /** Allocations */
            allocations: components["schemas"]["Allocation"][];
            /** Cursor */
            cursor: string | null;
        };
        /**
         * Amount
         * @description What was used in a bucket; `status`: 0 measured, 1 estimated, 2 substituted, 3 edited, 4 reported.
         */
        Amount: {
            /** Start */
            start: number;
            /** Amount Base */
            amount_base: number;
            /** Estimated Base */
            estimated_base: number;
            /** Covered S */
            covered_s: number;
            /** Intervals */
            intervals: number;
            /** Status */
            status: number;
            /** Methods */
            methods: string[];
            /**
             * Low Base
             * @description of the quarter hours in it, the least
             */
            low_base: number;
            /**
             * High Base
             * @description of the quarter hours in it, the greatest
             */
            high_base: number;
            /**
             * Error Base
             * @description of an integrated gauge: at most how far off the amount is
             */
            error_base: number | null;
        };
        /**
         * Analyses
         * @description Runs, the newest first.
         */
        Analyses: {
            /** Analyses */
            analyses: components["schemas"]["Analysis"][];
            /** Cursor */
            cursor: string | null;
        };
        /**
         * Analysis
         * @description A run and how far it has come.
         */
        Analysis: {
            /** Id */
            id: number;
            /**
             * Kind
             * @enum {string}
             */
            kind: "lmdi" | "stirpat" | "decoupling";
            /** Title */
            title: string;
            /**
             * Source
             * @enum {string}
             */
            source: "table" | "park";
            /** Enterprise */
            enterprise: string | null;
            /**
             * State
             * @enum {string}
             */
            state: "queued" | "running" | "done" | "refused" | "failed" | "cancelled";
            /** Progress */
            progress: number;
            /** Author */
            author: string;
            /** Created At */
            created_at: number;
            /** Finished At */
            finished_at: number | null;
            /** Ledger Known At */
            ledger_known_at: number | null;
            /** Seed */
            seed: number;
            /** Code Version */
            code_version: string;
            /** Results Sha256 */
            results_sha256: string | null;
            refusal: components["schemas"]["AnalysisRefusal"] | null;
        };
        /**
         * AnalysisOptions
         * @description How: columns of a table, or a span of the park; the method and its settings.
         */
        AnalysisOptions: {
            /** Period */
            period?: string | null;
            /** Cells */
            cells?: string[] | null;
            /** Factors */
            factors?: string[] | null;
            /** First */
            first?: string | null;
            /** Last */
            last?: string | null;
            /** Chained */
            chained?: boolean | null;
            /** Impact */
            impact?: string | null;
            /** Drivers */
            drivers?: string[] | null;
            /** Entity */
            entity?: string | null;
            /** Emissions */
            emissions?: string | null;
            /** Output */
            output?: string | null;
            /** From */
            from?: string | null;
            /** To */
            to?: string | null;
            /** Step */
            step?: ("month" | "quarter" | "year") | null;
            /** Enterprise */
            enterprise?: string | null;
            /** Method */
            method?: ("lmdi1" | "lmdi2" | "ols" | "ridge" | "pls" | "panel") | null;
            /** Covariance */
            covariance?: ("classical" | "HC0" | "HC1" | "HC2" | "HC3" | "newey_west" | "cluster") | null;
            /** Effects */
            effects?: ("entity" | "time" | "two_way") | null;
            /** K */
            k?: ("hkb" | "lw" | "gcv" | "hkb_p2" | "lw_p2") | number | null;
            /** Components */
            components?: number | null;
            /** Bootstrap */
            bootstrap?: ("pairs" | "residual" | "moving_block" | "entity") | null;
            /** Draws */
            draws?: number | null;
            /** Level */
            level?: number | null;
            /** Energy */
            energy?: string[] | null;
        };
        /**
         * AnalysisRefusal
         * @description Why the data cannot bear it, and what they can.
         */
        AnalysisRefusal: {
            /** Code */
            code: string;
            /** Message */
            message: string;
            /** Remedy */
            remedy: string;
            /** Facts */
            facts: {
                [key: string]: unknown;
            };
        };
        /**
         * AnalysisRun
         * @description A run with what was asked, the data as they were taken, and what was found.
         */
        AnalysisRun: {
            /** Id */
            id: number;
            /**
             * Kind
             * @enum {string}
             */
            kind: "lmdi" | "stirpat" | "decoupling";
            /** Title */
            title: string;
            /**
             * Source
             * @enum {string}
             */
            source: "table" | "park";
            /** Enterprise */
            enterprise: string | null;
            /**
             * State
             * @enum {string}
             */
            state: "queued" | "running" | "done" | "refused" | "failed" | "cancelled";
            /** Progress */
            progress: number;
            /** Author */
            author: string;
            /** Created At */
            created_at: number;
            /** Finished At */
            finished_at: number | null;
            /** Ledger Known At */
            ledger_known_at: number | null;
            /** Seed */
            seed: number;
            /** Code Version */
            code_version: string;
            /** Results Sha256 */
            results_sha256: string | null;
            refusal: components["schemas"]["AnalysisRefusal"] | null;
            /** Options */
            options: {
                [key: string]: unknown;
            };
            /** Data */
            data: {
                [key: string]: unknown;
            } | null;
            /** Results */
            results: {
                [key: string]: unknown;
            } | null;
        };
        /**
         * AnalysisTable
         * @description A table: names of its columns, and rows of numbers, texts or nothing.
         */
        AnalysisTable: {
            /** Columns */
            columns: string[];
            /** Rows */
            rows: (number | string | null)[][];
        };
        /**
         * ApiToken
         * @description A token, without the token.
         */
        ApiToken: {
            /** Id */
            id: number;
            /** Name */
            name: string;
            /**
             * Role
             * @enum {string}
             */
            role: "operator" | "enterprise" | "verifier";
            /** Enterprise */
            enterprise: string | null;
            /**
             * Scope
             * @enum {string}
             */
            scope: "read" | "write";
            /** Created By */
            created_by: string;
            /** Created At */
            created_at: number;
            /** Expires At */
            expires_at: number;
            /** Revoked At */
            revoked_at: number | null;
            /** Revoked By */
            revoked_by: string | null;
            /**
             * Is Backed
             * @description its maker may still enter the park as operator; else it rests
             */
            is_backed: boolean;
        };
        /**
         * ApiTokens
         * @description The tokens of the park, the newest first.
         */
        ApiTokens: {
            /** Tokens */
            tokens: components["schemas"]["ApiToken"][];
            /**
             * Cursor
             * @description of the next page; null: there is none
             */
            cursor: string | null;
        };
        /**
         * AppliedPark
         * @description What applying did.
         */
        AppliedPark: {
            /** Park */
            park: string;
            /** Created */
            created: boolean;
            /** Changed */
            changed: number;
            /** Invitations */
            invitations: components["schemas"]["ParkInvitation"][];
        };
        /**
         * Approval
         * @description Reports to be approved together.
         */
        Approval: {
            /** Reports */
            reports: number[];
            /**
             * Note
             * @default
             */
            note: string;
        };
        /**
         * Approved
         * @description How many reports were approved.
         */
        Approved: {
            /** Reports */
            reports: number;
        };
        /**
         * Archived
         * @description A span whose readings lie in a file, but the last ones of each point; `sha256` is the file's.
         */
        Archived: {
            /** From Time */
            from_time: number;
            /** To Time */
            to_time: number;
            /** File */
            file: string;
            /** Sha256 */
            sha256: string;
        };
        /**
         * Asked
         * @description The command.
         */
        Asked: {
            /**
             * Id
             * Format: uuid
             */
            id: string;
        };
        /**
         * AuditChain
         * @description How far the chain holds.
         */
        AuditChain: {
            /** Events */
            events: number;
            /** Hash */
            hash: string;
            /** Time */
            time: number | null;
            /** Broken At */
            broken_at: number | null;
            /** Reason */
            reason: string;
        };
        /**
         * AuditChange
         * @description One row that was changed; values are those of changed columns, secrets never.
         */
        AuditChange: {
            /** Table */
            table: string;
            /** Row */
            row: {
                [key: string]: unknown;
            };
            /** Before */
            before: {
                [key: string]: unknown;
            };
            /** After */
            after: {
                [key: string]: unknown;
            };
        };
        /**
         * AuditEvent
         * @description Something that somebody did, or tried.
         */
        AuditEvent: {
            /** Number */
            number: number;
            /**
             * Time
             * @description ms
             */
            time: number;
            /**
             * Kind
             * @enum {string}
             */
            kind: "user" | "token" | "command" | "nobody";
            /** Actor */
            actor: string;
            /** Address */
            address: string;
            /** Action */
            action: string;
            /** Object */
            object: string;
            /**
             * Outcome
             * @description `done`, or the code of the refusal
             */
            outcome: string;
            /**
             * Changed
             * @description rows; more than are listed where there are very many
             */
            changed: number;
            /** Changes */
            changes: components["schemas"]["AuditChange"][];
            /** Trace */
            trace: string;
            /** Hash */
            hash: string;
        };
        /**
         * AuditEvents
         * @description Events, the newest first.
         */
        AuditEvents: {
            /** Events */
            events: components["schemas"]["AuditEvent"][];
            /** Actors */
            actors: string[];
            /** Cursor */
            cursor: string | null;
        };
        /**
         * Balance
         * @description parent + Σ generation = Σ children + remainder (what no sub-meter measures), in the parent's unit.
         */
        Balance: {
            parent: components["schemas"]["BalanceRow"];
            /** Enterprise */
            enterprise: string | null;
            /** Carrier */
            carrier: string;
            /** Unit */
            unit: string;
            /** Generation */
            generation: components["schemas"]["BalanceRow"][];
            /** Children */
            children: components["schemas"]["BalanceRow"][];
            /** Remainder */
            remainder: number;
            /**
             * Contradiction
             * @description below zero by more than meters may be off
             */
            contradiction: boolean;
            /**
             * Shared
             * @description others' sub-meters are below it, too: the remainder holds them
             */
            shared: boolean;
        };
        /**
         * BalanceRow
         * @description A meter's amount [unit].
         */
        BalanceRow: {
            /** Point */
            point: string;
            /** Name Zh */
            name_zh: string;
            /** Name En */
            name_en: string;
            /** Amount */
            amount: number;
            /** Estimated */
            estimated: number;
            /** Complete */
            complete: boolean;
        };
        /**
         * Balances
         * @description Every meter that has sub-meters, over [from, to): what has been settled of the days asked for.
         */
        Balances: {
            /** From */
            from: number;
            /** To */
            to: number;
            /** Balances */
            balances: components["schemas"]["Balance"][];
        };
        /**
         * BaseYearOut
         * @description The base year, and how far the ledger has moved away from it.
         */
        BaseYearOut: {
            inventory: components["schemas"]["StoredInventory"];
            /** Threshold */
            threshold: number;
            /** Policy */
            policy: string;
            /** Author */
            author: string;
            /** Created At */
            created_at: number;
            bridge: components["schemas"]["InventoryBridge"];
            /** Share */
            share: number;
            /** Is Material */
            is_material: boolean;
        };
        /**
         * Batch
         * @description The batch that delivered a reading: a row of an edge's spool, or a message of a bare device.
         */
        Batch: {
            /** Edge */
            edge: string | null;
            /** Spool */
            spool: string | null;
            /** Seq */
            seq: number | null;
            /** Device */
            device: string | null;
            /** Topic */
            topic: string | null;
            /** Received At */
            received_at: number;
            /** Sha256 */
            sha256: string;
        };
        /**
         * Benchmark
         * @description A year's benchmark; `products` are reported items that a norm could be for.
         *
         *     `withheld` are enterprises that keep their production to themselves: they are in no line.
         */
        Benchmark: {
            /** Year */
            year: number;
            /** Norms */
            norms: components["schemas"]["BenchmarkNorm"][];
            /** Products */
            products: string[];
            /** Withheld */
            withheld: components["schemas"]["BenchmarkNamed"][];
        };
        /**
         * BenchmarkLacking
         * @description An enterprise that a norm is for and that cannot be compared.
         *
         *     `never_seen`: `sources` have never had data; `no_coefficient`: theirs is not in standard coal, or their
         *     gas has no weight.
         */
        BenchmarkLacking: {
            /** Enterprise */
            enterprise: string;
            /** Name Zh */
            name_zh: string;
            /** Name En */
            name_en: string;
            /**
             * Reason
             * @enum {string}
             */
            reason: "no_month" | "other_unit" | "never_seen" | "no_coefficient";
            /** Sources */
            sources: string[];
        };
        /**
         * BenchmarkLine
         * @description An enterprise against a norm.
         *
         *     `months` of the year are known in both parts (1: January). `rank` of `ranked` is its place, the lowest
         *     first; an enterprise is told its own only where three or more are compared. `saving` is what reaching the
         *     advanced value, else the limit, would save [t, tce or MWh]: of a product in these months, of an area in a
         *     year, as `value` is; `amount` is what it is by. `others` are its other products, which the same energy
         *     served.
         */
        BenchmarkLine: {
            /** Enterprise */
            enterprise: string;
            /** Name Zh */
            name_zh: string;
            /** Name En */
            name_en: string;
            /** Value */
            value: number;
            /** Amount */
            amount: number;
            /** Months */
            months: number[];
            /**
             * Verdict
             * @enum {string}
             */
            verdict: "advanced" | "within" | "above";
            /** Rank */
            rank: number | null;
            /** Ranked */
            ranked: number | null;
            /** Past */
            past: components["schemas"]["BenchmarkPast"][];
            /** Saving */
            saving: number;
            /** Others */
            others: string[];
        };
        /**
         * BenchmarkNamed
         * @description An enterprise.
         */
        BenchmarkNamed: {
            /** Enterprise */
            enterprise: string;
            /** Name Zh */
            name_zh: string;
            /** Name En */
            name_en: string;
        };
        /**
         * BenchmarkNorm
         * @description A norm with the enterprises that it is for, the best first.
         */
        BenchmarkNorm: {
            norm: components["schemas"]["NormTold"];
            /** Lines */
            lines: components["schemas"]["BenchmarkLine"][];
            /** Lacking */
            lacking: components["schemas"]["BenchmarkLacking"][];
        };
        /**
         * BenchmarkPast
         * @description The same months of a former year; None where these are not all known.
         */
        BenchmarkPast: {
            /** Year */
            year: number;
            /** Value */
            value: number | null;
        };
        /**
         * BillMeter
         * @description A meter that a bill can be checked with.
         */
        BillMeter: {
            /** Code */
            code: string;
            /** Name Zh */
            name_zh: string;
            /** Name En */
            name_en: string;
            /** Unit */
            unit: string;
        };
        /**
         * BillMeters
         * @description Meters of an enterprise and a carrier, main meters first; `cursor` where there are more.
         */
        BillMeters: {
            /** Meters */
            meters: components["schemas"]["BillMeter"][];
            /** Cursor */
            cursor: string | null;
        };
        /** Body_sources_delete */
        Body_sources_delete: {
            /**
             * Reason
             * @description why, for those who look later
             */
            reason: string;
        };
        /**
         * BrokerLogin
         * @description How to log in at the broker; `ca_pem` is null where a public authority signs its certificate.
         */
        BrokerLogin: {
            /** Url */
            url: string;
            /** Username */
            username: string;
            /** Client Id */
            client_id: string;
            /** Password */
            password: string;
            /** Ca Pem */
            ca_pem: string | null;
        };
        /**
         * BudgetDetail
         * @description One budget, month by month, with its versions.
         */
        BudgetDetail: {
            line: components["schemas"]["BudgetLine"];
            /** Year */
            year: number;
            /** Through */
            through: string | null;
            /** Months */
            months: components["schemas"]["BudgetMonth"][];
            /** History */
            history: components["schemas"]["BudgetVersion"][];
        };
        /**
         * BudgetForecast
         * @description The year's end between `lower` and `upper` with the probability `level`.
         *
         *     `missing` is what days without data are taken to have come to; `chance` the probability to end above the
         *     budget. `method`: by the shape of the year before, or by days; `months` are the whole months behind it.
         */
        BudgetForecast: {
            /** Value */
            value: number;
            /** Lower */
            lower: number;
            /** Upper */
            upper: number;
            /** Level */
            level: number;
            /** Missing */
            missing: number;
            /**
             * Method
             * @enum {string}
             */
            method: "last_year" | "days";
            /** Months */
            months: number;
            /** Chance */
            chance: number | null;
        };
        /**
         * BudgetLine
         * @description An owner (None: the park) against its budget of a kind; amounts in `unit`.
         *
         *     `lacking` are sources without a coefficient, `unseen` those that have never had data: neither counts.
         */
        BudgetLine: {
            /** Enterprise */
            enterprise: string | null;
            /** Name Zh */
            name_zh: string;
            /** Name En */
            name_en: string;
            /**
             * Kind
             * @enum {string}
             */
            kind: "carbon" | "energy" | "electricity";
            /** Unit */
            unit: string;
            /** Budget */
            budget: number | null;
            /** Used */
            used: number;
            /** To Date */
            to_date: number | null;
            /** Status */
            status: ("ok" | "at_risk" | "exceeded" | "unknown") | null;
            /** Reason */
            reason: ("used_up" | "forecast_above" | "ahead_of_plan" | "forecast_within" | "behind_plan" | "not_begun" | "days_missing" | "never_seen") | null;
            forecast: components["schemas"]["BudgetForecast"] | null;
            /** Refusal */
            refusal: ("too_few_months" | "nothing_known") | null;
            /** Basis */
            basis: ("entered" | "last_year" | "last_twelve_months" | "plan") | null;
            /** Percent */
            percent: number | null;
            /** Plan */
            plan: number | null;
            /** Note */
            note: string;
            /** Author */
            author: string | null;
            /** Saved At */
            saved_at: number | null;
            /** Lacking */
            lacking: string[];
            /** Unseen */
            unseen: string[];
        };
        /**
         * BudgetMonth
         * @description A month: its budget, what came, days known of those passed, and sums from January to its end.
         */
        BudgetMonth: {
            /** Month */
            month: string;
            /** Days */
            days: number;
            /** Passed */
            passed: number;
            /** Known */
            known: number;
            /** Budget */
            budget: number | null;
            /** Used */
            used: number;
            /** Before */
            before: number | null;
            /** Budget Sum */
            budget_sum: number | null;
            /** Used Sum */
            used_sum: number | null;
            /** Forecast Sum */
            forecast_sum: number | null;
            /** Lower Sum */
            lower_sum: number | null;
            /** Upper Sum */
            upper_sum: number | null;
        };
        /**
         * BudgetOfPlan
         * @description A plan's years as the park's budgets; `divide` them among the enterprises by what these used lately.
         */
        BudgetOfPlan: {
            /** Plan */
            plan: number;
            /** Scenario */
            scenario?: string | null;
            /** First */
            first?: number | null;
            /** Last */
            last?: number | null;
            /**
             * Divide
             * @default false
             */
            divide: boolean;
            /**
             * Note
             * @default
             */
            note: string;
        };
        /**
         * BudgetProposal
         * @description What a wanted budget would be: its months add up to the total exactly.
         */
        BudgetProposal: {
            /** Unit */
            unit: string;
            /** Total */
            total: number;
            /** Months */
            months: number[];
        };
        /**
         * BudgetPushed
         * @description How many budgets a plan made, and of which years.
         */
        BudgetPushed: {
            /** Budgets */
            budgets: number;
            /** Years */
            years: number[];
            /**
             * Shape
             * @enum {string}
             */
            shape: "last_twelve_months" | "last_year" | "days";
        };
        /**
         * BudgetVersion
         * @description A version of a budget, with who wrote it.
         */
        BudgetVersion: {
            /** Id */
            id: number;
            /** Total */
            total: number;
            /**
             * Basis
             * @enum {string}
             */
            basis: "entered" | "last_year" | "last_twelve_months" | "plan";
            /** Percent */
            percent: number | null;
            /** Plan */
            plan: number | null;
            /** Ended */
            ended: boolean;
            /** Note */
            note: string;
            /** Author */
            author: string;
            /** Saved At */
            saved_at: number;
        };
        /**
         * BudgetWanted
         * @description A budget to be set: month by month, a total with a shape, or so much less than what was.
         *
         *     `basis` entered: `months`, or `total` over the months by `shape`. Else `percent` less than what came to be
         *     in the year before, or in the last twelve whole months; its months are those of that time.
         */
        BudgetWanted: {
            /**
             * Kind
             * @enum {string}
             */
            kind: "carbon" | "energy" | "electricity";
            /** Year */
            year: number;
            /** Enterprise */
            enterprise?: string | null;
            /**
             * Basis
             * @default entered
             * @enum {string}
             */
            basis: "entered" | "last_year" | "last_twelve_months";
            /** Total */
            total?: number | null;
            /** Months */
            months?: number[] | null;
            /** Percent */
            percent?: number | null;
            /**
             * Shape
             * @default days
             * @enum {string}
             */
            shape: "last_twelve_months" | "last_year" | "days";
            /**
             * Note
             * @default
             */
            note: string;
        };
        /**
         * BudgetsYear
         * @description All budgets of a year; `through` is the last day that counts (ISO), None before the year begins.
         */
        BudgetsYear: {
            /** Year */
            year: number;
            /** Through */
            through: string | null;
            /** Years */
            years: number[];
            /** Lines */
            lines: components["schemas"]["BudgetLine"][];
        };
        /**
         * BuiltMeasure
         * @description A part [-] of a measure that is built in a year.
         */
        BuiltMeasure: {
            /** Measure */
            measure: string;
            /** Year */
            year: number;
            /** Share */
            share: number;
        };
        /**
         * CacheState
         * @description What the cache says of itself.
         */
        CacheState: {
            /** Answer Ms */
            answer_ms: number;
            /** Memory Bytes */
            memory_bytes: number;
            /** Version */
            version: string;
        };
        /**
         * Calendar
         * @description Rows over the same local days; `to` is how far the last day goes.
         */
        Calendar: {
            /** Timezone */
            timezone: string;
            /** Days */
            days: number[];
            /** To */
            to: number;
            /** Rows */
            rows: components["schemas"]["CalendarRow"][];
            /** Carriers */
            carriers: components["schemas"]["CarrierCoverage"][];
        };
        /**
         * CalendarRow
         * @description A point, or an enterprise's meters of one carrier; a day before it was there is null.
         */
        CalendarRow: {
            /** Point */
            point: string | null;
            /** Name Zh */
            name_zh: string;
            /** Name En */
            name_en: string;
            /** Enterprise */
            enterprise: string | null;
            /** Carrier */
            carrier: string;
            /** Days */
            days: (components["schemas"]["Cell"] | null)[];
            total: components["schemas"]["Cell"];
        };
        /**
         * Cancel
         * @description Why it does not count.
         */
        Cancel: {
            /** Note */
            note: string;
        };
        /**
         * CapMarginal
         * @description What one tonne less under a year's cap would cost [yuan/t].
         */
        CapMarginal: {
            /** Year */
            year: number;
            /** Yuan Per T */
            yuan_per_t: number;
        };
        /**
         * CarbonPreview
         * @description A source's emissions over the span [mg CO2]; `held_mg` would wait as differences of locked hours.
         *
         *     `*_co2e_mg`: its gas weighed by the set `gwp`, null where that has no potential of it; 0 where `is_apart`
         *     (biogenic CO2, sinks). `unpriced_hours` have activity and no figure.
         */
        CarbonPreview: {
            /** Source */
            source: string;
            /** Gas */
            gas: string;
            /** Gwp */
            gwp: string;
            /** Is Apart */
            is_apart: boolean;
            /** Before Mg */
            before_mg: number;
            /** After Mg */
            after_mg: number;
            /** Held Mg */
            held_mg: number;
            /** Before Co2E Mg */
            before_co2e_mg: number | null;
            /** After Co2E Mg */
            after_co2e_mg: number | null;
            /** Held Co2E Mg */
            held_co2e_mg: number | null;
            /** Unpriced Hours Before */
            unpriced_hours_before: number;
            /** Unpriced Hours */
            unpriced_hours: number;
        };
        /**
         * CarrierCoverage
         * @description Coverage of a carrier.
         */
        CarrierCoverage: {
            /** Coverage */
            coverage: number | null;
            /** Time */
            time: number | null;
            /** Estimated */
            estimated: number;
            /** Gaps */
            gaps: number;
            /** Carrier */
            carrier: string;
        };
        /**
         * Cell
         * @description A day, or a period: measured ÷ expected amount, covered ÷ passed time, estimated part of the amount.
         */
        Cell: {
            /** Coverage */
            coverage: number | null;
            /** Time */
            time: number | null;
            /** Estimated */
            estimated: number;
            /** Gaps */
            gaps: number;
        };
        /**
         * ChangePreview
         * @description What a change would do in [from, to); `intervals` are the first 400 of `changed_intervals`.
         */
        ChangePreview: {
            /** From */
            from: number;
            /** To */
            to: number;
            /** Energy */
            energy: components["schemas"]["EnergyPreview"][];
            /** Carbon */
            carbon: components["schemas"]["CarbonPreview"][];
            /** Intervals */
            intervals: components["schemas"]["IntervalPreview"][];
            /** Changed Intervals */
            changed_intervals: number;
            /** Locked Hours */
            locked_hours: number;
            /** Findings Gone */
            findings_gone: components["schemas"]["PreviewFinding"][];
            /** Findings New */
            findings_new: components["schemas"]["PreviewFinding"][];
        };
        /**
         * CheckedExpression
         * @description What an expression is, and its base unit; a ratio cannot be a point.
         */
        CheckedExpression: {
            /**
             * Kind
             * @enum {string}
             */
            kind: "amount" | "ratio";
            /** Base */
            base: string;
        };
        /**
         * Choices
         * @description What a form offers.
         */
        Choices: {
            /**
             * Today
             * Format: date
             */
            today: string;
            /** Items */
            items: components["schemas"]["ItemOf"][];
            /** Enterprises */
            enterprises: components["schemas"]["parkcarbon_saas__features__activity__schemas__Named"][];
        };
        /**
         * ChosenPotentials
         * @description By which set of global warming potentials gases count from now on.
         */
        ChosenPotentials: {
            /**
             * Gwp
             * @enum {string}
             */
            gwp: "AR4" | "AR5" | "AR6";
        };
        /**
         * CommandFault
         * @description Why there is no result.
         */
        CommandFault: {
            /** Code */
            code: string;
            /** Message */
            message: string;
            /** Remedy */
            remedy: string;
            /** @description both by code and facts */
            words?: components["schemas"]["EdgeSentence"] | null;
        };
        /**
         * Commands
         * @description What to type on the gateway, in this order.
         */
        Commands: {
            /** Pip */
            pip: string;
            /** Enrol */
            enrol: string;
            /** Service */
            service: string;
        };
        /**
         * ComparedDays
         * @description Local days that are compared; the last one is in them.
         */
        ComparedDays: {
            /** First */
            first: string;
            /** Last */
            last: string;
            /** Days */
            days: number;
            /**
             * Weekdays
             * @description Mondays to Fridays
             */
            weekdays: number;
        };
        /**
         * ComputedInventory
         * @description An inventory computed now.
         */
        ComputedInventory: {
            /**
             * From
             * Format: date
             */
            from: string;
            /**
             * To
             * Format: date
             */
            to: string;
            ruleset: components["schemas"]["RulesetOut"];
            /** Enterprise */
            enterprise: string | null;
            /** Gwp */
            gwp: string;
            /** Totals */
            totals: components["schemas"]["InventoryTotals"][];
            /** Sources */
            sources: components["schemas"]["InventorySource"][];
            /** Findings */
            findings: components["schemas"]["InventoryLack"][];
        };
        /**
         * ConfigVersion
         * @description One version; 0 is what the edge has in its own file.
         */
        ConfigVersion: {
            /** Version */
            version: number;
            /** Author */
            author: string;
            /** Created At */
            created_at: number;
            /** Published At */
            published_at: number | null;
            /** Acknowledged At */
            acknowledged_at: number | null;
            /** Refused At */
            refused_at: number | null;
            /**
             * Error
             * @description why it is not in force, in English
             */
            error: string | null;
            /** @description the same by code and facts */
            words: components["schemas"]["EdgeSentence"] | null;
        };
        /**
         * Contract
         * @description Who buys by the tariff; enterprise null: the park at its incomers.
         */
        Contract: {
            /** Enterprise */
            enterprise: string | null;
            /**
             * Valid From
             * Format: date
             */
            valid_from: string;
            /** Valid To */
            valid_to?: string | null;
            /** Demand Kw */
            demand_kw?: string | null;
            /** Capacity Kva */
            capacity_kva?: string | null;
        };
        /**
         * Conversion
         * @description A converted point as it is computed.
         */
        Conversion: {
            /** Amount */
            amount: string;
            /** Pressure */
            pressure?: string | null;
            /** Temperature */
            temperature?: string | null;
            /** Feed */
            feed?: string | null;
            /**
             * Pressure Is
             * @default absolute
             * @enum {string}
             */
            pressure_is: "absolute" | "gauge";
            /**
             * Atmospheric Kpa
             * @default 101.325
             */
            atmospheric_kpa: string;
            /** Typical Pressure Mpa */
            typical_pressure_mpa?: string | null;
            /** Typical Temperature C */
            typical_temperature_c?: string | null;
            /** Feed Temperature C */
            feed_temperature_c?: string | null;
            /** Basis */
            basis?: ("full" | "less_feed") | null;
            /** Enthalpy Kj Per Kg */
            enthalpy_kj_per_kg?: string | null;
            /** Reference State */
            reference_state?: string | null;
            /**
             * Compressibility
             * @default 1
             */
            compressibility: string;
            /**
             * Kind
             * @enum {string}
             */
            kind: "steam_heat" | "accounting_heat" | "gas_volume";
            /** Name Zh */
            name_zh: string;
            /** Name En */
            name_en: string;
            /** Enterprise */
            enterprise?: string | null;
            /** Carrier */
            carrier: string;
            /** Unit */
            unit: string;
            /** Point */
            point: string;
            ended: components["schemas"]["Ended"] | null;
        };
        /**
         * Conversions
         * @description The converted points, by code; `cursor` where there are more.
         */
        Conversions: {
            /** Points */
            points: components["schemas"]["Conversion"][];
            /** Cursor */
            cursor: string | null;
        };
        /**
         * Correction
         * @description A correction; `valid` is false where it has been undone, and for the undoing one.
         */
        Correction: {
            /** Id */
            id: number;
            /**
             * Kind
             * @enum {string}
             */
            kind: "substitute" | "edit" | "undo";
            /** From */
            from: number;
            /** To */
            to: number;
            /** Amount */
            amount: string | null;
            /** Shape */
            shape: number[] | null;
            /** Author */
            author: string;
            /** Reason */
            reason: string;
            /** Evidence */
            evidence: number | null;
            /** Created At */
            created_at: number;
            /** Undoes */
            undoes: number | null;
            /** Valid */
            valid: boolean;
            undone: components["schemas"]["Undone"] | null;
        };
        /**
         * Corrections
         * @description The corrections of a point, the newest first.
         */
        Corrections: {
            /** Point */
            point: string;
            /** Unit */
            unit: string;
            /** Corrections */
            corrections: components["schemas"]["Correction"][];
            /** Cursor */
            cursor: string | null;
        };
        /**
         * CostDay
         * @description A local day.
         */
        CostDay: {
            /**
             * Day
             * Format: date
             */
            day: string;
            /** Energy Wh */
            energy_wh: number;
            /** Amount */
            amount: string;
            /** Periods */
            periods: components["schemas"]["PeriodEnergy"][];
        };
        /**
         * CostMonth
         * @description What is charged by the month; not `whole`: so far.
         */
        CostMonth: {
            /** Month */
            month: string;
            /** Whole */
            whole: boolean;
            demand: components["schemas"]["Demand"] | null;
            power_factor: components["schemas"]["PowerFactor"] | null;
        };
        /**
         * CostTariff
         * @description A tariff that priced a part of the span.
         */
        CostTariff: {
            /** Code */
            code: string;
            /** Name Zh */
            name_zh: string;
            /** Name En */
            name_en: string;
            /** Example */
            example: boolean;
            /**
             * Version
             * Format: date
             */
            version: string;
            /** Source */
            source: string;
        };
        /**
         * Costs
         * @description What an account's electricity costs in a span. `total` null: no tariff is agreed.
         */
        Costs: {
            owner: components["schemas"]["parkcarbon_saas__features__costs__schemas__Owner"];
            /** Start */
            start: number;
            /** End */
            end: number;
            /** As Of */
            as_of: number | null;
            /** Currency */
            currency: string | null;
            /** Total */
            total: string | null;
            /** Energy Wh */
            energy_wh: number;
            /** Estimated Share */
            estimated_share: number;
            /** Unpriced Wh */
            unpriced_wh: number;
            /** Coverage */
            coverage: number | null;
            /** Points */
            points: string[];
            /** Tariffs */
            tariffs: components["schemas"]["CostTariff"][];
            /** Periods */
            periods: components["schemas"]["PeriodEnergy"][];
            /** Days */
            days: components["schemas"]["CostDay"][];
            /** Months */
            months: components["schemas"]["CostMonth"][];
            /** Lines */
            lines: components["schemas"]["Line"][];
        };
        /**
         * CurrentQuarter
         * @description The quarter hour that runs: mean so far, and what the rest may have below the contract [kW].
         */
        CurrentQuarter: {
            /** Start */
            start: number;
            /** Covered S */
            covered_s: number;
            /** Mean Kw */
            mean_kw: string | null;
            /** Allowed Kw */
            allowed_kw: string | null;
        };
        /**
         * Day
         * @description Today's and yesterday's line, in the park's local days.
         */
        Day: {
            /** Resolution S */
            resolution_s: number;
            /** Today */
            today: components["schemas"]["Quarter"][];
            /** Yesterday */
            yesterday: components["schemas"]["Quarter"][];
        };
        /**
         * Decided
         * @description How many hours were decided on.
         */
        Decided: {
            /** Hours */
            hours: number;
        };
        /**
         * Deletion
         * @description A park that was deleted, or shall be; `record` is exactly what was signed.
         */
        Deletion: {
            /** Code */
            code: string;
            /** Name Zh */
            name_zh: string;
            /** Name En */
            name_en: string;
            /** Reason */
            reason: string;
            /** Author */
            author: string;
            /** Requested At */
            requested_at: number;
            /** Deleted At */
            deleted_at: number | null;
            /** Record */
            record: string | null;
            /** Signature */
            signature: string | null;
            /** Public Key */
            public_key: string | null;
        };
        /**
         * DeletionWish
         * @description That a park shall be deleted: its code typed once more, and why.
         */
        DeletionWish: {
            /** Confirm */
            confirm: string;
            /** Reason */
            reason: string;
        };
        /**
         * Deletions
         * @description The newest first.
         */
        Deletions: {
            /** Deletions */
            deletions: components["schemas"]["Deletion"][];
            /**
             * Running
             * @description that are not done yet, on all pages
             */
            running: number;
            /**
             * Cursor
             * @description of the next page; null: there is none
             */
            cursor: string | null;
        };
        /**
         * Demand
         * @description A month's highest power against what was agreed.
         */
        Demand: {
            /**
             * Mode
             * @enum {string}
             */
            mode: "none" | "contract" | "measured" | "capacity";
            /** Separate */
            separate: boolean;
            /** Measured Kw */
            measured_kw: string | null;
            /** Contract Kw */
            contract_kw: string | null;
            /** Capacity Kva */
            capacity_kva: string | null;
            /** Above */
            above: string;
            /** Feeds */
            feeds: components["schemas"]["Feed"][];
        };
        /**
         * DemandNow
         * @description A month's demand, and of the month that runs the quarter hour.
         */
        DemandNow: {
            owner: components["schemas"]["parkcarbon_saas__features__costs__schemas__Owner"];
            /** Month */
            month: string;
            /** Whole */
            whole: boolean;
            demand: components["schemas"]["Demand"] | null;
            current: components["schemas"]["CurrentQuarter"] | null;
        };
        /**
         * DemandTerms
         * @description The monthly charge for power; `above` and `factor` are the overshoot rule.
         */
        DemandTerms: {
            /**
             * Mode
             * @enum {string}
             */
            mode: "none" | "contract" | "measured" | "capacity";
            /**
             * Price
             * @description decimal
             * @default 0
             */
            price: string;
            /**
             * Above
             * @description decimal
             * @default 1.05
             */
            above: string;
            /**
             * Factor
             * @description decimal
             * @default 2
             */
            factor: string;
            /**
             * Below
             * @default contract
             * @enum {string}
             */
            below: "contract" | "threshold";
            /**
             * Feeds
             * @default separate
             * @enum {string}
             */
            feeds: "separate" | "together";
        };
        /**
         * Detail
         * @description A version with all about it.
         */
        Detail: {
            report: components["schemas"]["Report"];
            /** Versions */
            versions: components["schemas"]["Report"][];
            /** Steps */
            steps: components["schemas"]["Step"][];
            /** Evidence */
            evidence: components["schemas"]["Evidence"][];
            last_year: components["schemas"]["LastYear"];
            /** Months */
            months: components["schemas"]["parkcarbon_saas__features__activity__schemas__Part"][];
            reconciliation: components["schemas"]["Reconciliation"] | null;
        };
        /**
         * Device
         * @description A meter.
         */
        Device: {
            /** Code */
            code: string;
            /** Name Zh */
            name_zh: string;
            /** Name En */
            name_en: string;
            /** Serial */
            serial: string | null;
            /** Enterprise */
            enterprise: string | null;
            node: components["schemas"]["parkcarbon_saas__features__meters__schemas__Named"] | null;
        };
        /**
         * DeviceChoice
         * @description A meter by its name.
         */
        DeviceChoice: {
            /** Code */
            code: string;
            /** Name Zh */
            name_zh: string;
            /** Name En */
            name_en: string;
            /** Serial */
            serial: string | null;
        };
        /**
         * DeviceChoices
         * @description Meters by code; `cursor` where there are more.
         */
        DeviceChoices: {
            /** Devices */
            devices: components["schemas"]["DeviceChoice"][];
            /** Cursor */
            cursor: string | null;
        };
        /**
         * DeviceLogin
         * @description What client id the device sends; without one it is to send its log-in name.
         */
        DeviceLogin: {
            /** Client Id */
            client_id?: string | null;
        };
        /**
         * Difference
         * @description A locked hour as it is and as it would be, in base units and mg; null: without an entry.
         *
         *     `gas_mg` is the mass of a gas that is in no CO2 total.
         */
        Difference: {
            /** Id */
            id: number;
            /** Source */
            source: string;
            /** Hour */
            hour: number;
            /** Lock */
            lock: number;
            /** Quantity */
            quantity: number | null;
            /** Locked Quantity */
            locked_quantity: number | null;
            /** Estimated */
            estimated: number | null;
            /** Covered S */
            covered_s: number | null;
            /** Co2 Mg */
            co2_mg: number | null;
            /** Locked Co2 Mg */
            locked_co2_mg: number | null;
            /** Gas Mg */
            gas_mg: number | null;
            /** Locked Gas Mg */
            locked_gas_mg: number | null;
            /** Difference Mg */
            difference_mg: number;
            /** First Seen */
            first_seen: number;
            /** Updated At */
            updated_at: number;
            /** Causes */
            causes: string[];
            /**
             * State
             * @enum {string}
             */
            state: "open" | "accepted" | "dismissed";
            /** Resolved At */
            resolved_at: number | null;
            /** Resolved By */
            resolved_by: string | null;
            /** Note */
            note: string | null;
        };
        /**
         * DifferenceSum
         * @description The open differences of a source under a lock, added up; `causes` as revised hours say them.
         *
         *     `co2e_mg`: its gas weighed by the set `gwp`, null where that has no potential of it.
         */
        DifferenceSum: {
            /** Source */
            source: string;
            /** Name Zh */
            name_zh: string;
            /** Name En */
            name_en: string;
            /** Enterprise */
            enterprise: string | null;
            /** Carrier */
            carrier: string;
            /** Base Unit */
            base_unit: string;
            /** Lock */
            lock: number;
            /** Hours */
            hours: number;
            /** First Hour */
            first_hour: number;
            /** Last Hour */
            last_hour: number;
            /** Quantity */
            quantity: number;
            /** Locked Quantity */
            locked_quantity: number;
            /** Co2 Mg */
            co2_mg: number;
            /** Locked Co2 Mg */
            locked_co2_mg: number;
            /** Difference Mg */
            difference_mg: number;
            /** Gas */
            gas: string;
            /** Gwp */
            gwp: string;
            /** Co2E Mg */
            co2e_mg: number | null;
            /** Locked Co2E Mg */
            locked_co2e_mg: number | null;
            /** First Seen */
            first_seen: number;
            /** Causes */
            causes: string[];
            /**
             * Seen
             * @description names these differences with their figures, for a decision on them
             */
            seen: string;
        };
        /**
         * Differences
         * @description Differences, the newest first, and all open ones added up; `cursor` continues where there are more.
         */
        Differences: {
            /** Differences */
            differences: components["schemas"]["Difference"][];
            /** Open */
            open: components["schemas"]["DifferenceSum"][];
            /** Cursor */
            cursor: string | null;
        };
        /**
         * Dismiss
         * @description Why an item will not be stored.
         */
        Dismiss: {
            /** Note */
            note: string;
        };
        /**
         * Divided
         * @description The newest day [from, to) of a shared meter as it would be divided; the parts add up to the amount.
         *
         *     `undivided_intervals` are quarter hours that lack a tenant's own meter: nobody gets a part of them.
         */
        Divided: {
            /** Point */
            point: string;
            /** From */
            from: number;
            /** To */
            to: number;
            /** Base Unit */
            base_unit: string;
            /** Amount Base */
            amount_base: number;
            /** Undivided Intervals */
            undivided_intervals: number;
            /** Parts */
            parts: components["schemas"]["parkcarbon_saas__features__allocations__schemas__Part"][];
            /** Carbon */
            carbon: components["schemas"]["CarbonPreview"][];
        };
        /**
         * DraftAnswers
         * @description All of them.
         */
        "DraftAnswers-Input": {
            /**
             * @default {
             *       "code": "",
             *       "name_zh": "",
             *       "name_en": "",
             *       "type": "manufacturing",
             *       "timezone": "Asia/Shanghai",
             *       "grid_region": "CN"
             *     }
             */
            profile: components["schemas"]["ParkProfile"];
            /**
             * @default {
             *       "boundary": "territory",
             *       "scopes": [
             *         1,
             *         2
             *       ]
             *     }
             */
            scope: components["schemas"]["ParkScope"];
            /**
             * Enterprises
             * @default []
             */
            enterprises: components["schemas"]["Firm"][];
            /**
             * @default {
             *       "by": "template",
             *       "rows": [],
             *       "simulated": false
             *     }
             */
            tree: components["schemas"]["MeterTree"];
            /**
             * @default {
             *       "ruleset": "territorial"
             *     }
             */
            rules: components["schemas"]["ParkRules"];
            /**
             * Targets
             * @default []
             */
            targets: components["schemas"]["Goal-Input"][];
            /**
             * People
             * @default []
             */
            people: components["schemas"]["Person"][];
        };
        /**
         * DraftAnswers
         * @description All of them.
         */
        "DraftAnswers-Output": {
            /**
             * @default {
             *       "code": "",
             *       "name_zh": "",
             *       "name_en": "",
             *       "type": "manufacturing",
             *       "timezone": "Asia/Shanghai",
             *       "grid_region": "CN"
             *     }
             */
            profile: components["schemas"]["ParkProfile"];
            /**
             * @default {
             *       "boundary": "territory",
             *       "scopes": [
             *         1,
             *         2
             *       ]
             *     }
             */
            scope: components["schemas"]["ParkScope"];
            /**
             * Enterprises
             * @default []
             */
            enterprises: components["schemas"]["Firm"][];
            /**
             * @default {
             *       "by": "template",
             *       "rows": [],
             *       "simulated": false
             *     }
             */
            tree: components["schemas"]["MeterTree"];
            /**
             * @default {
             *       "ruleset": "territorial"
             *     }
             */
            rules: components["schemas"]["ParkRules"];
            /**
             * Targets
             * @default []
             */
            targets: components["schemas"]["Goal-Output"][];
            /**
             * People
             * @default []
             */
            people: components["schemas"]["Person"][];
        };
        /**
         * DraftMistake
         * @description What is wrong: step, field, and a word for it.
         */
        DraftMistake: {
            /** Step */
            step: number;
            /** Field */
            field: string;
            /** What */
            what: string;
            /** About */
            about: string;
        };
        /**
         * DraftPreview
         * @description What a draft would become.
         */
        DraftPreview: {
            plan: components["schemas"]["ParkPlan"];
            /** Counts */
            counts: {
                [key: string]: number;
            };
            /** File */
            file: string;
        };
        /**
         * DriverSeries
         * @description An item of an enterprise (null: the park's own), by time: approved values only.
         */
        DriverSeries: {
            /** Enterprise */
            enterprise: string | null;
            /** Item */
            item: string;
            /** Values */
            values: components["schemas"]["DriverValue"][];
        };
        /**
         * DriverValue
         * @description A value of a month or a year; `to_day` is not included.
         */
        DriverValue: {
            /**
             * From Day
             * Format: date
             */
            from_day: string;
            /**
             * To Day
             * Format: date
             */
            to_day: string;
            /** Quantity */
            quantity: string;
            /** Unit */
            unit: string;
        };
        /**
         * Drivers
         * @description The series that there are.
         */
        Drivers: {
            /** Series */
            series: components["schemas"]["DriverSeries"][];
        };
        /**
         * Edge
         * @description An edge, as the platform knows it and as it last said of itself.
         */
        Edge: {
            /** Code */
            code: string;
            /** Name Zh */
            name_zh: string;
            /** Name En */
            name_en: string;
            /** Enterprise */
            enterprise: string | null;
            /** Created At */
            created_at: number;
            /** Created By */
            created_by: string | null;
            enrolled: components["schemas"]["parkcarbon_saas__features__edges__schemas__Enrolled"] | null;
            login: components["schemas"]["Login"] | null;
            /**
             * Token Expires At
             * @description of the token that waits to be used
             */
            token_expires_at: number | null;
            /** State */
            state: {
                [key: string]: unknown;
            } | null;
            /** State At */
            state_at: number | null;
        };
        /**
         * EdgeCommand
         * @description A command and what came of it.
         */
        EdgeCommand: {
            /**
             * Id
             * Format: uuid
             */
            id: string;
            /** Kind */
            kind: string;
            /** Author */
            author: string;
            /** Created At */
            created_at: number;
            /** Expires At */
            expires_at: number;
            /** Replied At */
            replied_at: number | null;
            /**
             * State
             * @enum {string}
             */
            state: "waiting" | "sent" | "done" | "failed" | "expired";
            /** Result */
            result: unknown;
            error: components["schemas"]["CommandFault"] | null;
        };
        /**
         * EdgeConfig
         * @description The newest version, the point of each key, and the versions before.
         */
        EdgeConfig: {
            /** Version */
            version: number;
            /** Author */
            author: string;
            /** Created At */
            created_at: number;
            /** Published At */
            published_at: number | null;
            /** Acknowledged At */
            acknowledged_at: number | null;
            /** Refused At */
            refused_at: number | null;
            /**
             * Error
             * @description why it is not in force, in English
             */
            error: string | null;
            /** @description the same by code and facts */
            words: components["schemas"]["EdgeSentence"] | null;
            /** Connector */
            connector: {
                [key: string]: unknown;
            }[];
            /**
             * Secrets
             * @description names; the texts are not shown again
             */
            secrets: string[];
            /**
             * Max Age Days
             * @description null: as in the edge's own file
             */
            max_age_days: number | null;
            /**
             * Bindings
             * @description null: a point of another enterprise
             */
            bindings: {
                [key: string]: string | null;
            };
            /** History */
            history: components["schemas"]["ConfigVersion"][];
        };
        /**
         * EdgeSentence
         * @description What an edge says: a code, what stands in the sentence, and the sentence behind it.
         */
        EdgeSentence: {
            /** Code */
            code: string;
            /**
             * Facts
             * @default {}
             */
            facts: {
                [key: string]: string;
            };
            why?: components["schemas"]["EdgeSentence"] | null;
        };
        /**
         * Edges
         * @description The edges that one may see, by code.
         */
        Edges: {
            /** Edges */
            edges: components["schemas"]["Edge"][];
            /**
             * Cursor
             * @description of the next page; null: there is none
             */
            cursor: string | null;
        };
        /**
         * EmissionSource
         * @description A source; `factor` null: none answers today; `base` is the unit of its activity.
         */
        EmissionSource: {
            /** Code */
            code: string;
            /** Name Zh */
            name_zh: string;
            /** Name En */
            name_en: string;
            /** Enterprise */
            enterprise: string | null;
            /** Category */
            category: string;
            /** Carrier */
            carrier: string;
            /** Scope */
            scope: number;
            /** Formula */
            formula: string;
            /** Factor Name */
            factor_name: string;
            /** Factor Region */
            factor_region: string | null;
            /** Internal Transfer */
            internal_transfer: boolean;
            /** Gas */
            gas: string;
            /** Unit Code */
            unit_code: string | null;
            /** Scope3 Category */
            scope3_category: number | null;
            /** Biogenic */
            biogenic: boolean;
            /** Sink */
            sink: boolean;
            /** Valid From */
            valid_from: string | null;
            /** Valid To */
            valid_to: string | null;
            /** Replaces */
            replaces: string | null;
            /** Activity */
            activity: components["schemas"]["NamedTerm"][];
            /** Live */
            live: components["schemas"]["NamedTerm"][];
            /** Scenes */
            scenes: components["schemas"]["SceneShare"][];
            /** Base */
            base: string;
            /**
             * State
             * @enum {string}
             */
            state: "complete" | "incomplete" | "missing" | "no_points" | "ended" | "future";
            /** Coverage */
            coverage: number;
            recent: components["schemas"]["RecentFigures"] | null;
            factor: components["schemas"]["FactorVersion"] | null;
            /** Fallback */
            fallback: boolean;
            /** Findings */
            findings: components["schemas"]["SourceProblem"][];
        };
        /**
         * EmissionSources
         * @description Every source that one sees, or a page of them; `cursor` where there are more.
         *
         *     `total` counts those that match on all pages; `categories` are those of all sources.
         */
        EmissionSources: {
            /** Sources */
            sources: components["schemas"]["EmissionSource"][];
            /** Total */
            total: number;
            /** Categories */
            categories: string[];
            /** Cursor */
            cursor: string | null;
        };
        /**
         * End
         * @description When an allocation ends, and why.
         */
        End: {
            /**
             * Time
             * @description start of a quarter hour
             */
            time: number;
            /**
             * Reason
             * @description why, for those who look later
             */
            reason: string;
        };
        /**
         * Ended
         * @description From `at` on the point has no quarter hours; who said so, when, and why.
         */
        Ended: {
            /** At */
            at: number;
            /** Author */
            author: string;
            /** Reason */
            reason: string;
            /** Said At */
            said_at: number;
        };
        /**
         * Ending
         * @description A point ends at the start of a quarter hour, or now.
         */
        Ending: {
            /** Time */
            time?: number | null;
            /**
             * Reason
             * @description why, for those who look later
             */
            reason: string;
        };
        /**
         * EnergyFlows
         * @description The flows of local days [from, to): the diagram, the balance, what was measured for it.
         *
         *     `input` = `output` + `losses` + `unmetered`. `until` is the end of the last hour that is settled or on its
         *     way, `provisional` how many hours may change still.
         */
        EnergyFlows: {
            /** Enterprise */
            enterprise: string | null;
            /**
             * First
             * @description local day
             */
            first: string;
            /**
             * Until Day
             * @description local day, not included
             */
            until_day: string;
            /**
             * As Of
             * @description ms
             */
            as_of: number;
            /**
             * Until
             * @description ms
             */
            until: number | null;
            /** Provisional */
            provisional: number;
            /** Estimated Share */
            estimated_share: number;
            input: components["schemas"]["FlowAmount"];
            output: components["schemas"]["FlowAmount"];
            losses: components["schemas"]["FlowAmount"];
            unmetered: components["schemas"]["FlowAmount"];
            /** Nodes */
            nodes: components["schemas"]["FlowNode"][];
            /** Links */
            links: components["schemas"]["FlowLink"][];
            /** Rows */
            rows: components["schemas"]["FlowRow"][];
            total: components["schemas"]["FlowRow"];
            /** Conversions */
            conversions: components["schemas"]["FlowConversion"][];
            /** Transfers */
            transfers: components["schemas"]["FlowTransfer"][];
            /** Terms */
            terms: components["schemas"]["FlowTerm"][];
            /** Findings */
            findings: components["schemas"]["FlowFinding"][];
        };
        /**
         * EnergyPreview
         * @description A point's amount over the span, in its unit.
         */
        EnergyPreview: {
            /** Point */
            point: string;
            /** Unit */
            unit: string;
            /** Before */
            before: string;
            /** After */
            after: string;
            /** Estimated Before */
            estimated_before: string;
            /** Estimated After */
            estimated_after: string;
        };
        /**
         * Enrol
         * @description A token, and the machine that uses it; edges of before use a client id of their own making.
         */
        Enrol: {
            /** Token */
            token: string;
            /** Host */
            host: string;
            /** Version */
            version: string;
            /**
             * Takes Client Id
             * @default false
             */
            takes_client_id: boolean;
        };
        /**
         * Enterprise
         * @description The enterprise that one is confined to.
         */
        Enterprise: {
            /** Code */
            code: string;
            /** Name Zh */
            name_zh: string;
            /** Name En */
            name_en: string;
        };
        /**
         * EnterpriseHome
         * @description Everything that the page shows, but its budget.
         */
        EnterpriseHome: {
            /** Enterprise */
            enterprise: string;
            /** Name Zh */
            name_zh: string;
            /** Name En */
            name_en: string;
            /** Is First Run */
            is_first_run: boolean;
            /** Last Reading At */
            last_reading_at: number | null;
            /** Silent */
            silent: number;
            /** Ruleset */
            ruleset: string;
            /** Gwp */
            gwp: string;
            /** Unit Gas */
            unit_gas: string;
            now: components["schemas"]["HomePeriod"];
            before: components["schemas"]["HomePeriod"];
            /** Figures */
            figures: components["schemas"]["HomeFigure"][];
            /** Steps */
            steps: components["schemas"]["HomeStep"][];
            /** Tasks */
            tasks: components["schemas"]["HomeTask"][];
        };
        /**
         * EnterpriseList
         * @description The enterprises of the park, as far as one may see them, or a page of them; `cursor` where there are
         *     more.
         */
        EnterpriseList: {
            /** Enterprises */
            enterprises: components["schemas"]["parkcarbon_saas__features__meters__schemas__Named"][];
            /** Cursor */
            cursor: string | null;
        };
        /**
         * EnterpriseSlice
         * @description One enterprise's part.
         */
        EnterpriseSlice: {
            /** Key */
            key: string;
            /**
             * Value
             * @description g/h
             */
            value: number;
            /** Name Zh */
            name_zh: string;
            /** Name En */
            name_en: string;
        };
        /**
         * EnterpriseTerms
         * @description What holds for an enterprise, or held; `author` null: nothing was said, the default holds.
         */
        EnterpriseTerms: {
            /**
             * Is Named
             * @description its name on screens and in rankings that anybody may see
             */
            is_named: boolean;
            /**
             * Shares Intervals
             * @description operators see readings and quarter hours of its meters
             */
            shares_intervals: boolean;
            /**
             * Shares Production
             * @description operators see its reported output and other drivers
             */
            shares_production: boolean;
            /** Enterprise */
            enterprise: string;
            /** Name Zh */
            name_zh: string;
            /** Name En */
            name_en: string;
            /** Author */
            author: string | null;
            /**
             * Since
             * @description ms
             */
            since: number | null;
        };
        /**
         * Event
         * @description An event; `valid` is false where it has been undone, and for the undoing one.
         */
        Event: {
            /** Id */
            id: number;
            /** Kind */
            kind: ("install" | "replace" | "reset" | "rollover" | "multiplier" | "calibration" | "exclude" | "accept") | "undo";
            /** Time */
            time: number;
            /** Details */
            details: {
                [key: string]: unknown;
            };
            /** Author */
            author: string;
            /** Reason */
            reason: string;
            /** Evidence */
            evidence: number | null;
            /** Created At */
            created_at: number;
            /** Undoes */
            undoes: number | null;
            /** Valid */
            valid: boolean;
            undone: components["schemas"]["Undone"] | null;
        };
        /**
         * Events
         * @description The events of a point, the latest first.
         */
        Events: {
            /** Point */
            point: string;
            /** Events */
            events: components["schemas"]["Event"][];
            /** Cursor */
            cursor: string | null;
        };
        /**
         * EverythingRequest
         * @description Everything of the park, or of one enterprise; an enterprise user's is their own.
         */
        EverythingRequest: {
            /** Enterprise */
            enterprise?: string | null;
        };
        /**
         * Evidence
         * @description A file that is kept; `sha256` is of its bytes.
         */
        Evidence: {
            /** Id */
            id: number;
            /** Name */
            name: string;
            /** Media Type */
            media_type: string;
            /**
             * Size
             * @description bytes
             */
            size: number;
            /** Sha256 */
            sha256: string;
            /** Author */
            author: string;
            /** Created At */
            created_at: number;
        };
        /**
         * EvidenceLink
         * @description A file that proves something.
         */
        EvidenceLink: {
            /** Id */
            id: number;
            /** Name */
            name: string;
        };
        /**
         * ExplainedEvidence
         * @description What is used of a contract or certificate for a month: `amount_wh` of its `supply_wh`.
         *
         *     Number and whole are null where it is the park's and an enterprise asks.
         */
        ExplainedEvidence: {
            /**
             * Month
             * Format: date
             */
            month: string;
            /** Kind */
            kind: string;
            /** Number */
            number: string | null;
            /** Technology */
            technology: string;
            /**
             * Generated From
             * Format: date
             */
            generated_from: string;
            /**
             * Generated To
             * Format: date
             */
            generated_to: string;
            /** Expires On */
            expires_on: string | null;
            /** Amount Wh */
            amount_wh: number;
            /** Supply Wh */
            supply_wh: number | null;
        };
        /**
         * ExplainedFactor
         * @description What a factor version contributes over all `sources` that use it [mg CO2e].
         */
        ExplainedFactor: {
            /** Factor Version */
            factor_version: number;
            /** Gas */
            gas: string;
            /** Fallback */
            fallback: boolean;
            /** Value */
            value: number;
            /** Sources */
            sources: number;
        };
        /**
         * ExplainedLine
         * @description A source's gas at one factor version: `value` [mg CO2e] = Σ months of gas_mg × gwp, each rounded.
         */
        ExplainedLine: {
            /** Gas */
            gas: string;
            /** Basis */
            basis: string;
            /** Factor Version */
            factor_version: number;
            /** Fallback */
            fallback: boolean;
            /** Gwp */
            gwp: string;
            /** Value */
            value: number;
            /** Quantity */
            quantity: number;
            /** Gas Mg */
            gas_mg: number;
        };
        /**
         * ExplainedMonth
         * @description A source's gas in a month at one factor version.
         */
        ExplainedMonth: {
            /**
             * Month
             * Format: date
             */
            month: string;
            /** Gas */
            gas: string;
            /** Basis */
            basis: string;
            /** Value */
            value: number;
            /** Quantity */
            quantity: number;
            /** Estimated */
            estimated: number;
            /** Covered S */
            covered_s: number;
            /** Expected S */
            expected_s: number;
            /** Gas Mg */
            gas_mg: number;
            /** Gwp */
            gwp: string;
            /** Factor Version */
            factor_version: number;
            /** Fallback */
            fallback: boolean;
        };
        /**
         * ExplainedMonths
         * @description A term of a figure with its months, which add up to it, and the evidence of what was bought.
         */
        ExplainedMonths: {
            term: components["schemas"]["ExplainedSource"];
            /** Months */
            months: components["schemas"]["ExplainedMonth"][];
            /** Evidence */
            evidence: components["schemas"]["ExplainedEvidence"][];
            /** Factors */
            factors: components["schemas"]["ExplainedVersion"][];
        };
        /**
         * ExplainedSource
         * @description What a source contributes [mg CO2e] = Σ lines; `quantity` in the base unit `unit`.
         */
        ExplainedSource: {
            /** Source */
            source: string;
            /** Name Zh */
            name_zh: string;
            /** Name En */
            name_en: string;
            /** Enterprise */
            enterprise: string | null;
            /** Category */
            category: string;
            /** Carrier */
            carrier: string;
            /** Scope */
            scope: number;
            /** Value */
            value: number;
            /** Quantity */
            quantity: number;
            /** Unit */
            unit: string;
            /** Estimated Share */
            estimated_share: number;
            /** Deduction */
            deduction: boolean;
            /** Fallback */
            fallback: boolean;
            /** Formula */
            formula: string;
            /** Points */
            points: string[];
            /** Lines */
            lines: components["schemas"]["ExplainedLine"][];
        };
        /**
         * ExplainedVersion
         * @description A factor version of an explanation.
         */
        ExplainedVersion: {
            /** Id */
            id: number;
            /** Factor */
            factor: string;
            /** Version */
            version: string;
            /** Gas */
            gas: string;
            /** Region */
            region: string;
            /** Value */
            value: string;
            /** Unit */
            unit: string;
            /** Citation */
            citation: string;
            /** Source Ref */
            source_ref: string;
            /** Publisher */
            publisher: string;
            /** Grade */
            grade: string;
        };
        /**
         * Explanation
         * @description A figure; `value` is the sum of the terms' values, `ratio` where the figure divides it.
         */
        Explanation: {
            /**
             * Figure
             * @enum {string}
             */
            figure: "now" | "today" | "yesterday" | "interval" | "intensity";
            /** By */
            by: string | null;
            /** Key */
            key: string | null;
            /** Value */
            value: number;
            /**
             * Unit
             * @enum {string}
             */
            unit: "g/h" | "g";
            /** Gas */
            gas: string;
            /** Time */
            time: number;
            /** From Time */
            from_time: number;
            /** Title */
            title: string;
            formula: components["schemas"]["Formula"];
            /** Method */
            method: string;
            /** Terms */
            terms: components["schemas"]["Term"][];
            /** Transfers */
            transfers: number;
            /** Total */
            total: number;
            ratio: components["schemas"]["Ratio"] | null;
        };
        /**
         * Export
         * @description A file: `state` queued, running, done or failed; `error` says what to do.
         */
        Export: {
            /** Id */
            id: number;
            /**
             * Kind
             * @enum {string}
             */
            kind: "inventory_report" | "verification_pack" | "everything";
            /** Enterprise */
            enterprise: string | null;
            /** Arguments */
            arguments: {
                [key: string]: unknown;
            };
            /**
             * State
             * @enum {string}
             */
            state: "queued" | "running" | "done" | "failed";
            /** Progress */
            progress: number;
            /** Error */
            error: string | null;
            /** Name */
            name: string | null;
            /** Size */
            size: number | null;
            /** Sha256 */
            sha256: string | null;
            /** Items Sha256 */
            items_sha256: string | null;
            /** Author */
            author: string;
            /**
             * Created At
             * Format: date-time
             */
            created_at: string;
            /** Finished At */
            finished_at: string | null;
        };
        /**
         * ExportRequest
         * @description What to make of local days [from, to), by the ledger as it is.
         */
        ExportRequest: {
            /**
             * Kind
             * @enum {string}
             */
            kind: "inventory_report" | "verification_pack";
            /**
             * Language
             * @default zh
             * @enum {string}
             */
            language: "zh" | "en";
            /**
             * From
             * Format: date
             */
            from: string;
            /**
             * To
             * Format: date
             */
            to: string;
            /** Ruleset */
            ruleset: string;
            /** Enterprise */
            enterprise?: string | null;
            /** Gwp */
            gwp?: ("AR4" | "AR5" | "AR6") | null;
            /** Approach */
            approach?: string | null;
        };
        /**
         * Exports
         * @description The newest first.
         */
        Exports: {
            /** Exports */
            exports: components["schemas"]["Export"][];
            /** Cursor */
            cursor: string | null;
        };
        /**
         * ExpressionValue
         * @description An expression over a period in its base unit, from sums; null where it divides by zero.
         */
        ExpressionValue: {
            /**
             * Kind
             * @enum {string}
             */
            kind: "amount" | "ratio";
            /** Base */
            base: string;
            /** Value */
            value: string | null;
            /** Sums */
            sums: {
                [key: string]: number;
            };
        };
        /**
         * Factor
         * @description A factor version with its citation.
         */
        Factor: {
            /** Factor */
            factor: string;
            /** Version */
            version: string;
            /** Gas */
            gas: string;
            /** Region */
            region: string;
            /** Value */
            value: number;
            /** Unit */
            unit: string;
            /** Citation */
            citation: string;
            /** Source Ref */
            source_ref: string;
            /** Publisher */
            publisher: string;
            /** Grade */
            grade: string;
            /** Reference State */
            reference_state: string | null;
            /** Fallback */
            fallback: boolean;
            /** Components */
            components: {
                [key: string]: unknown;
            };
        };
        /**
         * FactorBegin
         * @description One's password, again.
         */
        FactorBegin: {
            /** Password */
            password: string;
        };
        /**
         * FactorChoice
         * @description The sets there are, those in force in order, and what was chosen before; `gwp`: by which set of
         *     potentials gases count where nobody chooses another.
         */
        FactorChoice: {
            /** Sets */
            sets: components["schemas"]["FactorSet"][];
            /** In Force */
            in_force: string[];
            /** Chosen */
            chosen: boolean;
            /** History */
            history: components["schemas"]["Adoption"][];
            /** Gwp */
            gwp: string;
        };
        /**
         * FactorCode
         * @description A code of the app, or where that is allowed a recovery code.
         */
        FactorCode: {
            /** Code */
            code: string;
        };
        /**
         * FactorComponent
         * @description A part that a value is computed from.
         */
        FactorComponent: {
            /** Name */
            name: string;
            /** Value */
            value: string;
            /** Unit */
            unit: string;
        };
        /**
         * FactorDecision
         * @description What is said to it.
         */
        FactorDecision: {
            /** Note */
            note?: string | null;
        };
        /**
         * FactorGap
         * @description What no set has, or sources disagree on.
         */
        FactorGap: {
            /** Code */
            code: string;
            /** Kind */
            kind: string;
            /** Words Zh */
            words_zh: string;
            /** Words En */
            words_en: string;
        };
        /**
         * FactorLine
         * @description A factor in a region: its newest version (in force, if any is), how many there are in which sets.
         */
        FactorLine: {
            newest: components["schemas"]["FactorVersion"];
            /** Versions */
            versions: number;
            /** Sets */
            sets: string[];
            /** In Force */
            in_force: boolean;
            /** Used Hours */
            used_hours: number;
        };
        /**
         * FactorNeed
         * @description What a source asks for today, and what answers; null: nothing does.
         */
        FactorNeed: {
            /** Source */
            source: string;
            /** Name Zh */
            name_zh: string;
            /** Name En */
            name_en: string;
            /** Enterprise */
            enterprise: string | null;
            /** Factor */
            factor: string;
            /** Region */
            region: string;
            version: components["schemas"]["FactorVersion"] | null;
            /** Fallback */
            fallback: boolean;
        };
        /**
         * FactorNeeds
         * @description What sources ask for today, and the known gaps. On all pages: how many sources there are, how many have
         *     no factor and how many a fallback, and which factors are asked for. `cursor` where there are more.
         */
        FactorNeeds: {
            /** Needs */
            needs: components["schemas"]["FactorNeed"][];
            /** Total */
            total: number;
            /** Missing */
            missing: number;
            /** Fallback */
            fallback: number;
            /** Factors */
            factors: string[];
            /** Gaps */
            gaps: components["schemas"]["FactorGap"][];
            /** Cursor */
            cursor: string | null;
        };
        /**
         * FactorSecret
         * @description What the phone is told: shown now and never again.
         */
        FactorSecret: {
            /** Secret */
            secret: string;
            /**
             * Address
             * @description otpauth address, as the QR code says it
             */
            address: string;
            /** Qr Svg */
            qr_svg: string;
        };
        /**
         * FactorSet
         * @description A set that came with the platform; an optional one counts where it is adopted.
         */
        FactorSet: {
            /** Code */
            code: string;
            /** Title */
            title: string;
            /** Publisher */
            publisher: string;
            /** Licence */
            licence: string;
            /** Published */
            published: string | null;
            /** Optional */
            optional: boolean;
            /** Loaded At */
            loaded_at: number;
            /** Factors */
            factors: number;
            /** Versions */
            versions: number;
        };
        /**
         * FactorSpan
         * @description A period [from, to) in full hours; `sets` instead of those in force.
         */
        FactorSpan: {
            /** From */
            from: number;
            /** To */
            to: number;
            /** Sets */
            sets?: string[] | null;
        };
        /**
         * FactorState
         * @description Whether one has a second factor.
         */
        FactorState: {
            /**
             * Since
             * @description ms; null: none
             */
            since: number | null;
            /** Recovery Codes Left */
            recovery_codes_left: number;
        };
        /**
         * FactorTimeline
         * @description Every version of a factor, which are in force, how many sources they priced, and the region of what
         *     answers those that ask for it today.
         */
        FactorTimeline: {
            /** Versions */
            versions: components["schemas"]["FactorVersion"][];
            /** In Force */
            in_force: number[];
            /** Users */
            users: number;
            /** Region */
            region: string | null;
        };
        /**
         * FactorUse
         * @description Ledger hours of a source that a version priced.
         */
        FactorUse: {
            /** Version */
            version: number;
            /** Source */
            source: string;
            /** Name Zh */
            name_zh: string;
            /** Name En */
            name_en: string;
            /** Enterprise */
            enterprise: string | null;
            /** Hours */
            hours: number;
            /** First Hour */
            first_hour: number;
            /** Last Hour */
            last_hour: number;
            /** Co2 Mg */
            co2_mg: number;
            /** Fallback Hours */
            fallback_hours: number;
        };
        /**
         * FactorUses
         * @description Ledger hours by source and version; `cursor` where there are more sources.
         */
        FactorUses: {
            /** Uses */
            uses: components["schemas"]["FactorUse"][];
            /** Cursor */
            cursor: string | null;
        };
        /**
         * FactorVersion
         * @description One value of a factor, with where it is from.
         */
        FactorVersion: {
            /** Id */
            id: number;
            /** Factor */
            factor: string;
            /** Name Zh */
            name_zh: string;
            /** Name En */
            name_en: string;
            /** Set */
            set: string;
            /** Version */
            version: string;
            /** Gas */
            gas: string;
            /** Value */
            value: string;
            /** Unit */
            unit: string;
            /** Region */
            region: string;
            /** Valid From */
            valid_from: string | null;
            /** Valid To */
            valid_to: string | null;
            /** Reference State */
            reference_state: string | null;
            /** Formula */
            formula: string | null;
            /** Components */
            components: components["schemas"]["FactorComponent"][];
            /** Citation */
            citation: string;
            /** Source Ref */
            source_ref: string;
            /** Grade */
            grade: string;
            /** Single Source */
            single_source: boolean;
            /** Own */
            own: boolean;
        };
        /**
         * Factors
         * @description Some of the factors that match, and how many do.
         */
        Factors: {
            /** Factors */
            factors: components["schemas"]["FactorLine"][];
            /** Total */
            total: number;
        };
        /**
         * FedBy
         * @description What feeds a record point: how many reports or stock periods, their time, and their sum.
         *
         *     `left_out`: reports in a unit that the point cannot be told in, or stock of which more was left than there
         *     can have been.
         */
        FedBy: {
            /** Reports */
            reports: number;
            /** From */
            from: number | null;
            /** To */
            to: number | null;
            /** Base Unit */
            base_unit: string;
            /** Amount Base */
            amount_base: number;
            /** Left Out */
            left_out: number;
        };
        /**
         * Feed
         * @description A feed's highest mean power over a quarter hour; point null: all feeds together.
         */
        Feed: {
            /** Point */
            point: string | null;
            /** Name Zh */
            name_zh: string | null;
            /** Name En */
            name_en: string | null;
            /** Kw */
            kw: string;
            /** Start */
            start: number;
            /** Estimated */
            estimated: boolean;
        };
        /**
         * FieldDifference
         * @description A key whose value differs.
         */
        FieldDifference: {
            /** Name */
            name: string;
            /** Before */
            before: unknown;
            /** After */
            after: unknown;
        };
        /**
         * FieldProblem
         * @description A mistake or a hint, by the field that it is about; `point` null: of the device itself.
         */
        FieldProblem: {
            /** Point */
            point: string | null;
            /** Field */
            field: string;
            /** Code */
            code: string;
            /** Message */
            message: string;
        };
        /**
         * FigureBounds
         * @description An interval by error propagation [mg]; `relative`: half-width ÷ total.
         */
        FigureBounds: {
            /** Half Width Mg */
            half_width_mg: number;
            /** Relative */
            relative: number | null;
            /** Lower Mg */
            lower_mg: number;
            /** Upper Mg */
            upper_mg: number;
        };
        /**
         * FigureCarrier
         * @description A carrier in standard coal [g].
         */
        FigureCarrier: {
            /** Carrier */
            carrier: string;
            /** Calorific G */
            calorific_g: number | null;
            /** Equivalent G */
            equivalent_g: number | null;
        };
        /**
         * FigureCause
         * @description A cause of error: bounds as shares of the value, `distribution` null where nobody knows them.
         *
         *     `share` of the variance by error propagation, `drawn_share` by Monte Carlo; `amount_mg` of an unknown one:
         *     what depends on it.
         */
        FigureCause: {
            /** Key */
            key: string;
            /** Kind */
            kind: string;
            /** Subject */
            subject: string;
            /** Distribution */
            distribution: string | null;
            /** Lower */
            lower: number;
            /** Upper */
            upper: number;
            /** Level */
            level: number;
            /** Citation */
            citation: string;
            /** Drawn Share */
            drawn_share: number | null;
            /** Share */
            share?: number | null;
            /** Half Width Mg */
            half_width_mg?: number | null;
            /** Amount Mg */
            amount_mg?: number | null;
        };
        /**
         * FigureCoefficient
         * @description Standard coal of an amount of energy.
         */
        FigureCoefficient: {
            /** Value */
            value: string;
            /** Unit */
            unit: string;
            /** Citation */
            citation: string;
            /** Region */
            region: string;
            /** Fallback */
            fallback: boolean;
        };
        /**
         * FigureDraws
         * @description An interval by Monte Carlo [mg], with the histogram of its totals.
         */
        FigureDraws: {
            /** Draws */
            draws: number;
            /** Seed */
            seed: number;
            /** Mean Mg */
            mean_mg: number;
            /** Median Mg */
            median_mg: number;
            /** Lower Mg */
            lower_mg: number;
            /** Upper Mg */
            upper_mg: number;
            /** Edges Mg */
            edges_mg: number[];
            /** Counts */
            counts: number[];
        };
        /**
         * FigureEnergy
         * @description Net energy [g of coal]; null where a coefficient is lacking. `equivalent`: that of electricity.
         */
        FigureEnergy: {
            /** Calorific G */
            calorific_g: number | null;
            /** Equivalent G */
            equivalent_g: number | null;
            /** Lacking */
            lacking: string[];
            equivalent: components["schemas"]["FigureCoefficient"] | null;
            /** Lines */
            lines: components["schemas"]["FigureEnergyLine"][];
            /** Carriers */
            carriers: components["schemas"]["FigureCarrier"][];
        };
        /**
         * FigureEnergyLine
         * @description Energy that crosses the boundary [base unit], in standard coal [g]; what is passed on is negative.
         */
        FigureEnergyLine: {
            /** Code */
            code: string;
            /** Carrier */
            carrier: string;
            /**
             * Role
             * @enum {string}
             */
            role: "fuel" | "bought" | "generated" | "passed_on";
            /** Quantity */
            quantity: number;
            /** Unit */
            unit: string;
            coefficient: components["schemas"]["FigureCoefficient"] | null;
            /** Calorific G */
            calorific_g: number | null;
            /** Equivalent G */
            equivalent_g: number | null;
        };
        /**
         * FigureIntensity
         * @description A ratio, or why there is none: days that have a report, enterprises that have none.
         */
        FigureIntensity: {
            /**
             * Numerator
             * @enum {string}
             */
            numerator: "co2e" | "tce_calorific" | "tce_equivalent";
            /** Denominator */
            denominator: string;
            /** Unit */
            unit: string;
            /** Value */
            value: string | null;
            /** Amount */
            amount: string | null;
            /** Gap */
            gap: ("not_reported" | "days_missing" | "enterprises_missing" | "nothing" | "numerator") | null;
            /** Days */
            days: number;
            /** Of Days */
            of_days: number;
            /** Missing */
            missing: string[];
        };
        /**
         * FigureSource
         * @description A source's share of the variance, and the half-width that it would have alone [mg].
         */
        FigureSource: {
            /** Source */
            source: string;
            /** Share */
            share: number;
            /** Half Width Mg */
            half_width_mg: number;
        };
        /**
         * FigureUncertainty
         * @description How well a total is known; below a `covered_share` of 1 the intervals are at least this wide.
         */
        FigureUncertainty: {
            /**
             * Basis
             * @enum {string}
             */
            basis: "location" | "market";
            /** Total Mg */
            total_mg: number;
            /** Level */
            level: number;
            /** Covered Share */
            covered_share: number;
            approach_1: components["schemas"]["FigureBounds"] | null;
            approach_2: components["schemas"]["FigureDraws"] | null;
            /** Contributors */
            contributors: components["schemas"]["FigureCause"][];
            /** Sources */
            sources: components["schemas"]["FigureSource"][];
            /** Unknown */
            unknown: components["schemas"]["FigureCause"][];
        };
        /**
         * Finding
         * @description What a rule found at a point, a source or a budget (`carbon/2026`, or `carbon/2026/mill`).
         */
        Finding: {
            /** Point */
            point: string | null;
            /** Source */
            source: string | null;
            /** Budget */
            budget: string | null;
            /** Name Zh */
            name_zh: string;
            /** Name En */
            name_en: string;
            /** Device */
            device: string | null;
            /** Enterprise */
            enterprise: string | null;
            /** Carrier */
            carrier: string;
            /** Rule */
            rule: string;
            /**
             * Severity
             * @enum {string}
             */
            severity: "information" | "warning" | "error";
            /** Time */
            time: number;
            /** Detail */
            detail: string;
            /**
             * State
             * @enum {string}
             */
            state: "open" | "acknowledged" | "resolved";
            /** Note */
            note: string | null;
            /** Noted By */
            noted_by: string | null;
            /** Noted At */
            noted_at: number | null;
        };
        /**
         * FindingKey
         * @description A finding by what it is about.
         */
        FindingKey: {
            /** Point */
            point?: string | null;
            /** Source */
            source?: string | null;
            /** Budget */
            budget?: string | null;
            /** Rule */
            rule: string;
            /** Time */
            time: number;
        };
        /**
         * Firm
         * @description An enterprise of step 3; without a template it is as usual in such a park.
         */
        Firm: {
            /**
             * Code
             * @default
             */
            code: string;
            /**
             * Name Zh
             * @default
             */
            name_zh: string;
            /**
             * Name En
             * @default
             */
            name_en: string;
            /** Industry */
            industry?: string | null;
            /** Template */
            template?: string | null;
        };
        /**
         * Flow
         * @description One ribbon of the Sankey; enterprise null is unallocated.
         */
        Flow: {
            /** Carrier */
            carrier: string;
            /** Scene */
            scene: string;
            /** Enterprise */
            enterprise: string | null;
            /**
             * Value
             * @description g/h
             */
            value: number;
        };
        /**
         * FlowAmount
         * @description Energy [J], in standard coal by calorific value [g], the CO2 that comes with it [mg].
         */
        FlowAmount: {
            /** Joules */
            joules: number;
            /** Coal G */
            coal_g: number;
            /** Co2 Mg */
            co2_mg: number;
        };
        /**
         * FlowConversion
         * @description What an enterprise converts: what is put in less what is got out is lost.
         */
        FlowConversion: {
            /** Enterprise */
            enterprise: string;
            /** Name Zh */
            name_zh: string;
            /** Name En */
            name_en: string;
            put_in: components["schemas"]["FlowAmount"];
            got_out: components["schemas"]["FlowAmount"];
            lost: components["schemas"]["FlowAmount"];
        };
        /**
         * FlowFinding
         * @description What is lacking or contradicts itself: a code, and what it is about.
         */
        FlowFinding: {
            /**
             * Code
             * @enum {string}
             */
            code: "imbalance" | "more_used_than_supplied" | "conversion_gain" | "no_heat_value" | "coal_missing" | "sub_meters_withheld" | "nothing_measured";
            /** Subject */
            subject: string;
        };
        /**
         * FlowLink
         * @description What flows between nodes; `rule`: the sum of its terms, a share of them, or what the others leave.
         */
        FlowLink: {
            /** Start */
            start: string;
            /** End */
            end: string;
            /** Carrier */
            carrier: string;
            amount: components["schemas"]["FlowAmount"];
            /**
             * Rule
             * @enum {string}
             */
            rule: "sum" | "share" | "difference";
            /** Parts */
            parts: components["schemas"]["FlowPart"][];
        };
        /**
         * FlowNode
         * @description A node; `subject` is the carrier, enterprise or point that it is of, with its names.
         */
        FlowNode: {
            /** Key */
            key: string;
            /**
             * Sort
             * @enum {string}
             */
            sort: "bought" | "inside" | "generated" | "recovered" | "difference" | "conversion_gain" | "process" | "conversion" | "network" | "enterprise" | "own" | "meter" | "unmetered" | "delivered" | "left" | "network_loss" | "conversion_loss";
            /**
             * Stage
             * @enum {string}
             */
            stage: "supply" | "conversion" | "distribution" | "use";
            /** Subject */
            subject: string;
            /** Name Zh */
            name_zh: string;
            /** Name En */
            name_en: string;
            amount: components["schemas"]["FlowAmount"];
        };
        /**
         * FlowPart
         * @description A term in a link, as it is counted there.
         */
        FlowPart: {
            /** Term */
            term: string;
            /** Sign */
            sign: number;
        };
        /**
         * FlowRow
         * @description The balance of a carrier: bought + inside + generated + recovered + converted = to_conversion + used +
         *     delivered + left + lost + unmetered.
         */
        FlowRow: {
            /** Carrier */
            carrier: string;
            bought: components["schemas"]["FlowAmount"];
            inside: components["schemas"]["FlowAmount"];
            generated: components["schemas"]["FlowAmount"];
            recovered: components["schemas"]["FlowAmount"];
            converted: components["schemas"]["FlowAmount"];
            to_conversion: components["schemas"]["FlowAmount"];
            used: components["schemas"]["FlowAmount"];
            delivered: components["schemas"]["FlowAmount"];
            left: components["schemas"]["FlowAmount"];
            lost: components["schemas"]["FlowAmount"];
            unmetered: components["schemas"]["FlowAmount"];
        };
        /**
         * FlowTerm
         * @description Something measured that flows are added up from: amount × heat value, and where that is from.
         *
         *     `quantity` is null where it is not told.
         */
        FlowTerm: {
            /** Key */
            key: string;
            /**
             * Kind
             * @enum {string}
             */
            kind: "source" | "point";
            /** Code */
            code: string;
            /** Name Zh */
            name_zh: string;
            /** Name En */
            name_en: string;
            /** Enterprise */
            enterprise: string | null;
            /** Carrier */
            carrier: string;
            /**
             * Points
             * @description the points of a source
             */
            points: string[];
            /** Quantity */
            quantity: number | null;
            /** Unit */
            unit: string;
            /** Joules Per Unit */
            joules_per_unit: string | null;
            /**
             * Heat From
             * @enum {string}
             */
            heat_from: "unit" | "factor" | "standard_coal" | "none";
            /** Coal Factor */
            coal_factor: string | null;
            /** Coal Unit */
            coal_unit: string | null;
            /** Citation */
            citation: string;
            /** Estimated */
            estimated: number;
            amount: components["schemas"]["FlowAmount"];
        };
        /**
         * FlowTransfer
         * @description What an enterprise hands to others or takes from them inside the park, by its own meters.
         */
        FlowTransfer: {
            /** Carrier */
            carrier: string;
            /** Enterprise */
            enterprise: string;
            /** Name Zh */
            name_zh: string;
            /** Name En */
            name_en: string;
            /**
             * Role
             * @enum {string}
             */
            role: "supplies" | "takes";
            amount: components["schemas"]["FlowAmount"];
            /** Parts */
            parts: components["schemas"]["FlowPart"][];
        };
        /**
         * Formula
         * @description A formula by its code, in symbols and, where it has letters, in words.
         */
        Formula: {
            /** Code */
            code: string;
            /** Text */
            text: string;
            /** Words Zh */
            words_zh: string;
            /** Words En */
            words_en: string;
            /** Citation */
            citation: string;
        };
        /**
         * Frame
         * @description One second of the live page: also the data of each `frame` event of the stream.
         */
        Frame: {
            /**
             * V
             * @constant
             */
            v: 1;
            /** Park */
            park: string;
            /** Audience */
            audience: string;
            /** Seq */
            seq: number;
            /** Time */
            time: number;
            /** Data Time */
            data_time: number | null;
            /** Gas */
            gas: string;
            /** Totals */
            totals: string;
            now: components["schemas"]["Now"];
            today: components["schemas"]["Today"];
            intensity: components["schemas"]["Intensity"];
            /** Scopes */
            scopes: components["schemas"]["Slice"][];
            /** Enterprises */
            enterprises: components["schemas"]["EnterpriseSlice"][];
            /**
             * Transfers
             * @description g/h
             */
            transfers: number;
            /**
             * Unallocated
             * @description g/h
             */
            unallocated: number;
            /** Scenes */
            scenes: components["schemas"]["Slice"][];
            /** Carriers */
            carriers: components["schemas"]["Slice"][];
            /** Flows */
            flows: components["schemas"]["Flow"][];
            meters: components["schemas"]["Meters"];
        };
        /**
         * FuelStock
         * @description What a fuel of an enterprise came to between stock takes.
         */
        FuelStock: {
            /** Item */
            item: string;
            /** Periods */
            periods: components["schemas"]["StockPeriod"][];
            /** Findings */
            findings: components["schemas"]["StockFault"][];
        };
        /**
         * Gateway
         * @description What a gateway last said of itself.
         */
        Gateway: {
            /** Edge */
            edge: string;
            /** Name Zh */
            name_zh: string;
            /** Name En */
            name_en: string;
            /** Online */
            online: boolean;
            /** Time */
            time: number | null;
            /** Spool Depth */
            spool_depth: number | null;
            /** Clock Offset Ms */
            clock_offset_ms: number | null;
            /** Errors */
            errors: string[];
        };
        /**
         * Goal
         * @description A target of step 6 [t CO2].
         */
        "Goal-Input": {
            /** Year */
            year: number;
            /** Value */
            value: number | string;
        };
        /**
         * Goal
         * @description A target of step 6 [t CO2].
         */
        "Goal-Output": {
            /** Year */
            year: number;
            /** Value */
            value: string;
        };
        /**
         * GreenFinding
         * @description What somebody should look at: a supply that expires with something left, a number that stands twice.
         */
        GreenFinding: {
            /**
             * Code
             * @enum {string}
             */
            code: "green_expired" | "green_expires" | "green_doubled";
            /** Supply */
            supply: number;
            /** Number */
            number: string;
            /** Amount Wh */
            amount_wh: number;
            /** Expires On */
            expires_on: string | null;
        };
        /**
         * GreenNote
         * @description Why a use is released or a supply withdrawn.
         */
        GreenNote: {
            /**
             * Note
             * @description why, for those who look later
             */
            note: string;
        };
        /**
         * GreenSupplies
         * @description Every supply that one sees, the newest generation first, and what of all somebody should look at.
         */
        GreenSupplies: {
            /** Supplies */
            supplies: components["schemas"]["GreenSupply"][];
            /** Findings */
            findings: components["schemas"]["GreenFinding"][];
            /**
             * Cursor
             * @description of the next page; null: there is none
             */
            cursor: string | null;
        };
        /**
         * GreenSupply
         * @description A supply, and how much of it is used.
         */
        GreenSupply: {
            /** Id */
            id: number;
            /** Enterprise */
            enterprise: string | null;
            /**
             * Kind
             * @enum {string}
             */
            kind: "direct_supply" | "green_power" | "certificate";
            /** Number */
            number: string;
            /** Supplier */
            supplier: string;
            /**
             * Technology
             * @enum {string}
             */
            technology: "wind" | "solar" | "hydro" | "biomass" | "nuclear" | "other";
            /** Amount Wh */
            amount_wh: number;
            /** Used Wh */
            used_wh: number;
            /**
             * Generated From
             * Format: date
             */
            generated_from: string;
            /**
             * Generated To
             * Format: date
             */
            generated_to: string;
            /** Expires On */
            expires_on: string | null;
            /** Evidence */
            evidence: number;
            /** Author */
            author: string;
            /** Created At */
            created_at: number;
        };
        /**
         * GreenUse
         * @description A use; the number is null for an enterprise that uses of the park's supply.
         */
        GreenUse: {
            /** Id */
            id: number;
            /** Supply */
            supply: number;
            /**
             * Kind
             * @enum {string}
             */
            kind: "direct_supply" | "green_power" | "certificate";
            /** Number */
            number: string | null;
            /**
             * Technology
             * @enum {string}
             */
            technology: "wind" | "solar" | "hydro" | "biomass" | "nuclear" | "other";
            /**
             * Generated From
             * Format: date
             */
            generated_from: string;
            /**
             * Generated To
             * Format: date
             */
            generated_to: string;
            /** Expires On */
            expires_on: string | null;
            /** Source */
            source: string;
            /** Enterprise */
            enterprise: string | null;
            /**
             * Month
             * Format: date
             */
            month: string;
            /** Amount Wh */
            amount_wh: number;
            /** Author */
            author: string;
            /** Created At */
            created_at: number;
        };
        /**
         * GreenUses
         * @description What is used of the supplies, the newest month first.
         */
        GreenUses: {
            /** Uses */
            uses: components["schemas"]["GreenUse"][];
            /**
             * Cursor
             * @description of the next page; null: there is none
             */
            cursor: string | null;
        };
        /**
         * Grid
         * @description A year by month: lines of this page; how many there are, and months by state, on all pages.
         *
         *     `cursor` where there are more.
         */
        Grid: {
            /** Year */
            year: number;
            /** Lines */
            lines: components["schemas"]["GridLine"][];
            /** Total */
            total: number;
            /** States */
            states: {
                [key: string]: number;
            };
            /** Cursor */
            cursor: string | null;
        };
        /**
         * GridLine
         * @description The months of an item of an enterprise (null: the park's own).
         */
        GridLine: {
            /** Enterprise */
            enterprise: string | null;
            /** Item */
            item: string;
            /** Unit */
            unit: string;
            /** Cells */
            cells: components["schemas"]["MonthCell"][];
        };
        /**
         * Guess
         * @description The value is probably in `unit`: × `factor` it is in the point's.
         */
        Guess: {
            /** Unit */
            unit: string;
            /** Factor */
            factor: string;
        };
        /**
         * Held
         * @description Those of them that this platform holds, and their states; `proof`: that it has the key.
         */
        Held: {
            /** Held */
            held: {
                [key: string]: "active" | "suspended" | "archived";
            };
            /** Proof */
            proof: string;
        };
        /**
         * HomeFigure
         * @description Emissions [mg] of the days so far and the same days before; of all, one carrier, or all the others.
         */
        HomeFigure: {
            /**
             * Kind
             * @enum {string}
             */
            kind: "total" | "carrier" | "others";
            /** Carrier */
            carrier: string | null;
            /** Now Mg */
            now_mg: number;
            /** Before Mg */
            before_mg: number;
        };
        /**
         * HomePeriod
         * @description Local days [from, to) that are compared, how much of them readings or reports cover [-].
         */
        HomePeriod: {
            /**
             * Start
             * Format: date
             */
            start: string;
            /**
             * End
             * Format: date
             */
            end: string;
            /** Coverage */
            coverage: number | null;
            /** Estimated Share */
            estimated_share: number | null;
        };
        /**
         * HomeStep
         * @description A step of setting up; `waiting`: nothing can be said before the one above it is done.
         *
         *     `year` is that of the month whose bills and production are asked for.
         */
        HomeStep: {
            /**
             * Step
             * @enum {string}
             */
            step: "meters" | "readings" | "sources" | "factors" | "production" | "bills";
            /**
             * State
             * @enum {string}
             */
            state: "done" | "open" | "waiting" | "withheld";
            /** Missing */
            missing: string[];
            /** Year */
            year: number;
        };
        /**
         * HomeTask
         * @description Something that waits, how often (at least: the pages hold so many), and of what.
         *
         *     Of reports: whether they are bills or drivers, and of which year.
         */
        HomeTask: {
            /**
             * Task
             * @enum {string}
             */
            task: "bills_missing" | "reports_rejected" | "reports_draft" | "reports_to_approve" | "findings_to_answer" | "inventories_to_approve" | "quarantine_waiting" | "alerts_open" | "meter_findings" | "differences_open";
            /** Count */
            count: number;
            /** Of */
            of: string[];
            /** Reports */
            reports: ("bills" | "drivers") | null;
            /** Year */
            year: number | null;
        };
        /**
         * Hour
         * @description One revision of a source's ledger hour; emissions in mg. `pending` waits for a decision.
         */
        Hour: {
            /** Hour */
            hour: number;
            /** Revision */
            revision: number;
            /**
             * State
             * @enum {string}
             */
            state: "provisional" | "settled";
            /** Quantity */
            quantity: number;
            /** Estimated */
            estimated: number;
            /** Covered S */
            covered_s: number;
            /** Co2 Mg */
            co2_mg: number;
            /** Gas Mg */
            gas_mg: number | null;
            /** Ch4 Mg */
            ch4_mg: number | null;
            /** N2O Mg */
            n2o_mg: number | null;
            factor: components["schemas"]["Factor"];
            /** Known At */
            known_at: number;
            /** Superseded At */
            superseded_at: number | null;
            /** Reason */
            reason: string;
            /** Locked */
            locked: boolean;
            pending: components["schemas"]["Pending"] | null;
        };
        /**
         * Import
         * @description What an import does, or did where `applied`.
         */
        Import: {
            /** Applied */
            applied: boolean;
            /** Created */
            created: number;
            /** Changed */
            changed: number;
            /** Unchanged */
            unchanged: number;
            /** Rows */
            rows: components["schemas"]["ImportRow"][];
            /** Errors */
            errors: components["schemas"]["ImportMistake"][];
        };
        /**
         * ImportChange
         * @description A cell that differs from what is stored.
         */
        ImportChange: {
            /** Column */
            column: string;
            /** Before */
            before: string;
            /** After */
            after: string;
        };
        /**
         * ImportMistake
         * @description What is wrong in a cell; `code` is its kind, `row` counts from the header, which is row 1.
         */
        ImportMistake: {
            /** Row */
            row: number;
            /** Column */
            column: string;
            /** Value */
            value: string;
            /** Code */
            code: string;
            /** Message */
            message: string;
        };
        /**
         * ImportRow
         * @description What a row does.
         */
        ImportRow: {
            /** Row */
            row: number;
            /** Device */
            device: string;
            /** Point */
            point: string | null;
            /**
             * Outcome
             * @enum {string}
             */
            outcome: "created" | "changed" | "unchanged";
            /** Changes */
            changes: components["schemas"]["ImportChange"][];
        };
        /**
         * Imported
         * @description What an import did, or would do: all rows or none.
         */
        Imported: {
            /** Created */
            created: number;
            /** Changed */
            changed: number;
            /** Unchanged */
            unchanged: number;
            /** Errors */
            errors: components["schemas"]["RowFault"][];
        };
        /**
         * Intensity
         * @description g of CO2 a kWh of electricity used.
         */
        Intensity: {
            /** Value */
            value: number | null;
        };
        /**
         * Interval
         * @description A quarter hour of a point, in base units.
         */
        Interval: {
            /** Start */
            start: number;
            /** Quantity */
            quantity: number;
            /** Estimated */
            estimated: number;
            /** Covered S */
            covered_s: number;
            /**
             * Status
             * @enum {string}
             */
            status: "measured" | "estimated" | "substituted" | "edited" | "reported";
            /** Method */
            method: string | null;
            /** Computed At */
            computed_at: number;
        };
        /**
         * IntervalPreview
         * @description A quarter hour that changes [base unit]; null where there is none.
         */
        IntervalPreview: {
            /** Start */
            start: number;
            /** Before Base */
            before_base: number | null;
            /** After Base */
            after_base: number | null;
            /** Status Before */
            status_before: ("measured" | "estimated" | "substituted" | "edited" | "reported") | null;
            /** Status After */
            status_after: ("measured" | "estimated" | "substituted" | "edited" | "reported") | null;
        };
        /**
         * Intervals
         * @description Quarter hours of a point, the newest first.
         */
        Intervals: {
            /** Point */
            point: string;
            /** Intervals */
            intervals: components["schemas"]["Interval"][];
        };
        /**
         * InventoryBridge
         * @description after − before = Σ changes [mg CO2e].
         */
        InventoryBridge: {
            /** Before */
            before: number;
            /** After */
            after: number;
            /** Changes */
            changes: components["schemas"]["InventoryChange"][];
        };
        /**
         * InventoryChange
         * @description What a cause did to a source [mg CO2e]; the source of a restatement is empty.
         */
        InventoryChange: {
            /** Source */
            source: string;
            /** Cause */
            cause: string;
            /** Value */
            value: number;
        };
        /**
         * InventoryDetail
         * @description An inventory with its figures, its history, and the steps that the reader may take.
         */
        InventoryDetail: {
            inventory: components["schemas"]["StoredInventory"];
            ruleset: components["schemas"]["RulesetOut"];
            /** Totals */
            totals: components["schemas"]["InventoryTotals"][];
            /** Sources */
            sources: components["schemas"]["InventorySource"][];
            /** Findings */
            findings: components["schemas"]["InventoryLack"][];
            /** Events */
            events: components["schemas"]["InventoryEvent"][];
            /** Steps */
            steps: string[];
        };
        /**
         * InventoryDifferences
         * @description What the ledger says now, and what the version before said.
         */
        InventoryDifferences: {
            since: components["schemas"]["InventoryBridge"];
            versus: components["schemas"]["InventoryBridge"] | null;
        };
        /**
         * InventoryEvent
         * @description A step of the history.
         */
        InventoryEvent: {
            /** Id */
            id: number;
            /** Kind */
            kind: string;
            /** From State */
            from_state: string | null;
            /** To State */
            to_state: string | null;
            /** Answers */
            answers: number | null;
            /** Figure */
            figure: string | null;
            /** Note */
            note: string;
            /** Author */
            author: string;
            /** Role */
            role: string;
            /** Created At */
            created_at: number;
            /** Resolved */
            resolved: boolean;
        };
        /**
         * InventoryExplanation
         * @description A figure [mg CO2e] = Σ by_factor = Σ terms of this page + `rest`, the terms of the other pages.
         *
         *     `count` is how many terms there are; `total` the whole figure, of which this may be a part; `gwp`: by
         *     which set of potentials gases count, null where only CO2 does.
         */
        InventoryExplanation: {
            /**
             * Basis
             * @enum {string}
             */
            basis: "location" | "market";
            /** Ruleset */
            ruleset: string;
            /** Gwp */
            gwp: string | null;
            /** By */
            by: string | null;
            /** Key */
            key: string | null;
            /** Value */
            value: number;
            /** Total */
            total: number;
            /** Count */
            count: number;
            /** Offset */
            offset: number;
            /** Rest */
            rest: number;
            /** Terms */
            terms: components["schemas"]["ExplainedSource"][];
            /** By Factor */
            by_factor: components["schemas"]["ExplainedFactor"][];
            /** Factors */
            factors: components["schemas"]["ExplainedVersion"][];
        };
        /**
         * InventoryFigures
         * @description The figures of an inventory.
         */
        InventoryFigures: {
            /** Uncertainty */
            uncertainty: components["schemas"]["FigureUncertainty"][];
            energy: components["schemas"]["FigureEnergy"];
            /** Intensities */
            intensities: components["schemas"]["FigureIntensity"][];
        };
        /**
         * InventoryItems
         * @description The rows, in their order; the hash is over them.
         */
        InventoryItems: {
            /** Sha256 */
            sha256: string;
            /** Items */
            items: {
                [key: string]: unknown;
            }[];
        };
        /**
         * InventoryLack
         * @description A line of the completeness checklist.
         */
        InventoryLack: {
            /** Rule */
            rule: string;
            /** Severity */
            severity: string;
            /** Source */
            source: string | null;
            /** Months */
            months: string[];
            /** Share */
            share: number | null;
            /** Count */
            count: number | null;
            /** Detail */
            detail: string;
            /** Remedy */
            remedy: string;
        };
        /**
         * InventoryPart
         * @description A part of the total [mg CO2e].
         */
        InventoryPart: {
            /** Key */
            key: string;
            /** Value */
            value: number;
        };
        /**
         * InventoryProgress
         * @description How far its computation is, and at which step.
         */
        InventoryProgress: {
            /** State */
            state: string;
            /** Progress */
            progress: number;
            /** Step */
            step: string | null;
            /** Error */
            error: string | null;
        };
        /**
         * InventorySaying
         * @description A comment, a finding, an answer to one, or its resolution; `figure`: `dimension=key`.
         */
        InventorySaying: {
            /**
             * Kind
             * @default comment
             * @enum {string}
             */
            kind: "comment" | "finding" | "answer" | "resolved";
            /** Note */
            note: string;
            /** Figure */
            figure?: string | null;
            /** Answers */
            answers?: number | null;
        };
        /**
         * InventorySource
         * @description A source of the inventory.
         */
        InventorySource: {
            /** Source */
            source: string;
            /** Name Zh */
            name_zh: string;
            /** Name En */
            name_en: string;
            /** Enterprise */
            enterprise: string | null;
            /** Category */
            category: string;
            /** Carrier */
            carrier: string;
            /** Scope */
            scope: number;
            /** Unit */
            unit: string;
        };
        /**
         * InventoryStep
         * @description A step to another state.
         */
        InventoryStep: {
            /** To */
            to: string;
            /**
             * Note
             * @default
             */
            note: string;
        };
        /**
         * InventoryTotals
         * @description total = Σ of each of `by`; of the enterprises Σ − transfers + unallocated. `gas`: CO2 or CO2e.
         */
        InventoryTotals: {
            /**
             * Basis
             * @enum {string}
             */
            basis: "location" | "market";
            /** Unit Gas */
            unit_gas: string;
            /** Total */
            total: number;
            /** Transfers */
            transfers: number;
            /** Unallocated */
            unallocated: number;
            /** Estimated */
            estimated: number;
            /** Fallback */
            fallback: number;
            /** By */
            by: {
                [key: string]: components["schemas"]["InventoryPart"][];
            };
            /** Scope3 */
            scope3: components["schemas"]["InventoryPart"][];
            /** Biogenic */
            biogenic: number;
            /** Sinks */
            sinks: number;
        };
        /**
         * Invited
         * @description Somebody was let in; `token` is for the link, shown once, null for who has a password already.
         */
        Invited: {
            /** Login */
            login: string;
            /** Token */
            token: string | null;
        };
        /**
         * ItemOf
         * @description Something that is reported; the first unit is the usual one.
         */
        ItemOf: {
            /** Code */
            code: string;
            /**
             * Group
             * @enum {string}
             */
            group: "carrier" | "driver";
            /** Name Zh */
            name_zh: string;
            /** Name En */
            name_en: string;
            /** Units */
            units: string[];
        };
        /**
         * JobNumber
         * @description Background work of a kind in a state.
         */
        JobNumber: {
            /** Kind */
            kind: string;
            /**
             * State
             * @enum {string}
             */
            state: "queued" | "running" | "done" | "failed" | "dead" | "cancelled";
            /** Number */
            number: number;
        };
        /**
         * Judgements
         * @description In the order of what was asked.
         */
        Judgements: {
            /** Judgements */
            judgements: components["schemas"]["Plausible"][];
        };
        /**
         * KeptPart
         * @description What the file says and the park keeps otherwise.
         */
        KeptPart: {
            difference: components["schemas"]["ParkDifference"];
            /**
             * Reason
             * @enum {string}
             */
            reason: "edited" | "configured" | "ended" | "stays";
        };
        /**
         * Ladder
         * @description The rungs in order: the first that is not `ok` is where it hangs.
         */
        Ladder: {
            /**
             * Kind
             * @enum {string}
             */
            kind: "device" | "edge";
            /** Since */
            since: number;
            /** Rungs */
            rungs: components["schemas"]["Rung"][];
            /**
             * Diagnostics
             * @description text to hand on; it has no secret
             */
            diagnostics: string;
        };
        /**
         * LastYear
         * @description The same period a year earlier; `change` is relative, null where there is nothing to compare with.
         */
        LastYear: {
            /** Before */
            before: string | null;
            /** Change */
            change: number | null;
            /** Needs Comment */
            needs_comment: boolean;
        };
        /**
         * LatePoint
         * @description A point that is late, and when it last spoke [ms].
         */
        LatePoint: {
            /** Point */
            point: string;
            /** Name Zh */
            name_zh: string;
            /** Name En */
            name_en: string;
            /** Last */
            last: number | null;
        };
        /**
         * LatestReading
         * @description The newest reading; `quality` is the OPC UA status code.
         */
        LatestReading: {
            /** Time */
            time: number;
            /** Value */
            value: string | null;
            /** Quality */
            quality: number;
        };
        /**
         * LedgerSnapshot
         * @description The ledger hours [from, to) [ms] behind a base year: what they were when it was read.
         *
         *     `scaled`: what the figures of these days were multiplied by to stand for a year.
         */
        LedgerSnapshot: {
            /** Start */
            start: number;
            /** End */
            end: number;
            /** Hours */
            hours: number;
            /** Co2 Mg */
            co2_mg: number;
            /** Known At */
            known_at: number;
            /** Scaled */
            scaled: number;
        };
        /**
         * LifeCorrection
         * @description A correction of a span [from_time, to_time).
         */
        LifeCorrection: {
            /** Id */
            id: number;
            /**
             * Kind
             * @enum {string}
             */
            kind: "substitute" | "edit";
            /** From Time */
            from_time: number;
            /** To Time */
            to_time: number;
            /** Amount Base */
            amount_base: number | null;
            /** Author */
            author: string;
            /** Reason */
            reason: string;
            /** Created At */
            created_at: number;
            evidence: components["schemas"]["EvidenceLink"] | null;
            undone: components["schemas"]["TakenBack"] | null;
        };
        /**
         * LifeEvent
         * @description A life event of the meter.
         */
        LifeEvent: {
            /** Id */
            id: number;
            /** Kind */
            kind: string;
            /** Time */
            time: number;
            /** Details */
            details: {
                [key: string]: unknown;
            };
            /** Author */
            author: string;
            /** Reason */
            reason: string;
            /** Created At */
            created_at: number;
            evidence: components["schemas"]["EvidenceLink"] | null;
            undone: components["schemas"]["TakenBack"] | null;
        };
        /**
         * Line
         * @description `amount` = `quantity` [`unit`] × `price` × `multiple`, rounded once to 0.01.
         *
         *     Of kind power_factor `quantity` is the sum of money that is adjusted and `multiple` the percent ÷ 100.
         */
        Line: {
            /**
             * Kind
             * @enum {string}
             */
            kind: "energy" | "surcharge" | "demand" | "power_factor";
            /** Rule */
            rule: string;
            /** Month */
            month: string;
            /** Quantity */
            quantity: string;
            /** Unit */
            unit: string;
            /** Price */
            price: string | null;
            /** Multiple */
            multiple: string;
            /** Amount */
            amount: string;
            /** Estimated Share */
            estimated_share: number;
            /** Tariff */
            tariff: string;
            /**
             * Version
             * Format: date
             */
            version: string;
            /** Points */
            points: components["schemas"]["LinePoint"][];
        };
        /**
         * LinePoint
         * @description A meter's part of a line.
         */
        LinePoint: {
            /** Point */
            point: string;
            /** Name Zh */
            name_zh: string;
            /** Name En */
            name_en: string;
            /** Quantity Wh */
            quantity_wh: number;
            /** Estimated Wh */
            estimated_wh: number;
        };
        /**
         * Live
         * @description The newest frame and the last ten minutes of [ms, g/h].
         */
        Live: {
            frame: components["schemas"]["Frame"];
            /** Trace */
            trace: [
                number,
                number
            ][];
        };
        /**
         * Lock
         * @description A lock; `open_differences` wait for a decision.
         */
        Lock: {
            /** Id */
            id: number;
            /** From */
            from: number;
            /** To */
            to: number;
            /** Enterprise */
            enterprise: string | null;
            /** Reason */
            reason: string;
            /** Author */
            author: string;
            /** Created At */
            created_at: number;
            /** Released At */
            released_at: number | null;
            /** Released By */
            released_by: string | null;
            /** Release Reason */
            release_reason: string | null;
            /** Open Differences */
            open_differences: number;
        };
        /**
         * Locks
         * @description Every lock that there was, the newest first.
         */
        Locks: {
            /** Locks */
            locks: components["schemas"]["Lock"][];
            /** Cursor */
            cursor: string | null;
        };
        /**
         * LogIn
         * @description Credentials.
         */
        LogIn: {
            /** Login */
            login: string;
            /** Password */
            password: string;
            /**
             * Code
             * @description second factor: of the app, or a recovery code
             * @default
             */
            code: string;
        };
        /**
         * Login
         * @description The password that is good now.
         */
        Login: {
            /** Name */
            name: string;
            /** Since */
            since: number;
            /** By */
            by: string;
        };
        /**
         * LoginRecord
         * @description A password that a device has or had.
         */
        LoginRecord: {
            /** Name */
            name: string;
            /** Client Id */
            client_id: string;
            /** Since */
            since: number;
            /** By */
            by: string;
            /** Until */
            until: number | null;
            /** Ended By */
            ended_by: string | null;
        };
        /**
         * LoginRecords
         * @description The newest first.
         */
        LoginRecords: {
            /** Logins */
            logins: components["schemas"]["LoginRecord"][];
        };
        /**
         * LotMean
         * @description The mean by mass of the lots of a period, as received: NCV [GJ/t], carbon [%] and [tC/GJ].
         */
        LotMean: {
            /** Mass */
            mass: string;
            /** Ncv */
            ncv: number | null;
            /** Carbon */
            carbon: number | null;
            /** Carbon Per Energy */
            carbon_per_energy: number | null;
        };
        /**
         * MaccBar
         * @description A measure of the curve; money in yuan, widths in t/a. Null: the figure does not exist.
         */
        MaccBar: {
            /** Measure */
            measure: string;
            /** Cost */
            cost: number | null;
            /** Width */
            width: number;
            /** Start */
            start: number;
            /** Front */
            front: number | null;
            /** Npv */
            npv: number | null;
            /** Payback */
            payback: number | null;
            /** Irr */
            irr: number[];
            /** Irr Verdict */
            irr_verdict: ("one" | "none" | "several") | null;
            /** Abated */
            abated: number;
        };
        /**
         * MaccResult
         * @description Measures in order; `conflicts`: pairs whose widths do not simply add up.
         */
        MaccResult: {
            /**
             * Order
             * @enum {string}
             */
            order: "cost" | "pareto";
            /** Built */
            built: number;
            /** Bars */
            bars: components["schemas"]["MaccBar"][];
            /** Idle */
            idle: string[];
            /** Conflicts */
            conflicts: [
                string,
                string,
                string
            ][];
            /** Has Negative */
            has_negative: boolean;
        };
        /**
         * MadePark
         * @description The park that was made.
         */
        MadePark: {
            /** Park */
            park: string;
            /** Invitations */
            invitations: components["schemas"]["ParkInvitation"][];
            /**
             * Is Fed
             * @description simulated meters are on their way
             */
            is_fed: boolean;
        };
        /**
         * MadeToken
         * @description The token: shown now and never again.
         */
        MadeToken: {
            /** Token */
            token: string;
        };
        /**
         * MadeWallLink
         * @description The token that goes behind the # of the link: shown now and never again.
         */
        MadeWallLink: {
            /** Token */
            token: string;
        };
        /**
         * ManagedPark
         * @description A park and its state.
         */
        ManagedPark: {
            /** Code */
            code: string;
            /** Name Zh */
            name_zh: string;
            /** Name En */
            name_en: string;
            /** Timezone */
            timezone: string;
            /** Grid Region */
            grid_region: string;
            /** Type */
            type: string | null;
            /** Created At */
            created_at: number;
            /**
             * State
             * @enum {string}
             */
            state: "active" | "suspended" | "archived";
            /** State Reason */
            state_reason: string | null;
            /** State By */
            state_by: string | null;
            /** State At */
            state_at: number | null;
            /** Enterprises */
            enterprises: number;
            /** People */
            people: number;
        };
        /**
         * ManagedParks
         * @description Every park, by code, and the drafts that are none yet.
         */
        ManagedParks: {
            /** Parks */
            parks: components["schemas"]["ManagedPark"][];
            /**
             * Cursor
             * @description of the next page of parks; null: there is none
             */
            cursor: string | null;
            /** Drafts */
            drafts: components["schemas"]["ParkDraftRow"][];
        };
        /**
         * Mapping
         * @description The mapping in force; version 0: there is none yet. `topics` is what the device publishes to.
         */
        Mapping: {
            /** Dialect */
            dialect: string;
            /** Topic */
            topic?: string | null;
            /** Time */
            time?: string | null;
            /** Values */
            values: {
                [key: string]: string;
            };
            /** Version */
            version: number;
            /** Author */
            author: string | null;
            /** Created At */
            created_at: number | null;
            /** Topics */
            topics: string[];
        };
        /**
         * MappingBody
         * @description Where values stand in messages: `values` are paths (or keys, or metrics) by point code.
         */
        MappingBody: {
            /** Dialect */
            dialect: string;
            /** Topic */
            topic?: string | null;
            /** Time */
            time?: string | null;
            /** Values */
            values: {
                [key: string]: string;
            };
        };
        /**
         * MappingPreview
         * @description What a mapping would make of a message; nothing was stored.
         */
        MappingPreview: {
            /** Readings */
            readings: components["schemas"]["PreviewReading"][];
            /** Candidates */
            candidates: components["schemas"]["PreviewCandidate"][];
            /** Problems */
            problems: components["schemas"]["PreviewProblem"][];
        };
        /**
         * Member
         * @description A member of the park.
         */
        Member: {
            /** Login */
            login: string;
            /** Name */
            name: string;
            /** Locale */
            locale: string;
            /**
             * Role
             * @enum {string}
             */
            role: "operator" | "enterprise" | "verifier";
            /** Enterprise */
            enterprise: string | null;
            /** Approves */
            approves: boolean;
            /** Is Admin */
            is_admin: boolean;
            /** Disabled */
            disabled: boolean;
            /** Has Password */
            has_password: boolean;
            /**
             * Invited Until
             * @description ms; an open invitation
             */
            invited_until: number | null;
            /** Sessions */
            sessions: number;
            /** Has Second Factor */
            has_second_factor: boolean;
        };
        /**
         * Members
         * @description Everybody in the park, by log-in name.
         */
        Members: {
            /** Members */
            members: components["schemas"]["Member"][];
            /**
             * Cursor
             * @description of the next page; null: there is none
             */
            cursor: string | null;
        };
        /**
         * Membership
         * @description A park, and as what one enters it.
         */
        Membership: {
            park: components["schemas"]["Park"];
            /**
             * Role
             * @enum {string}
             */
            role: "operator" | "enterprise" | "verifier";
            enterprise: components["schemas"]["Enterprise"] | null;
            /**
             * Approves
             * @description may approve what others entered
             */
            approves: boolean;
            /**
             * Needs Second Factor
             * @description closed until a second factor is shown
             */
            needs_second_factor: boolean;
        };
        /**
         * Message
         * @description A message of the device and what became of it.
         */
        Message: {
            /** Received At */
            received_at: number;
            /** Topic */
            topic: string;
            /** Qos */
            qos: number;
            /** Bytes */
            bytes: number;
            /** Text */
            text: string;
            /**
             * Outcome
             * @enum {string}
             */
            outcome: "stored" | "waiting" | "ignored" | "unmapped" | "quarantined" | "repeated";
            /** Reason */
            reason: string | null;
            /**
             * Code
             * @description why it was put aside, as in quarantine
             */
            code: string | null;
        };
        /**
         * Messages
         * @description The newest first, of one day and 20 at most; `births`: what a Sparkplug node said that it has.
         */
        Messages: {
            /** Messages */
            messages: components["schemas"]["Message"][];
            /** Births */
            births: components["schemas"]["Message"][];
        };
        /**
         * MeterBinding
         * @description Which gateway delivers the point, under which key.
         */
        MeterBinding: {
            /** Edge */
            edge: string;
            /** Key */
            key: string;
        };
        /**
         * MeterCounts
         * @description How many there are, whatever is asked for; `silent`: late, silent or bad.
         */
        MeterCounts: {
            /** Devices */
            devices: number;
            /** Points */
            points: number;
            /** Silent */
            silent: number;
            /** Findings */
            findings: number;
            /** Virtual */
            virtual: number;
        };
        /**
         * MeterList
         * @description The meters of the park, as far as one may see them and they are asked for, or a page of them.
         *
         *     `total`: how many are asked for, on all pages; `carriers`: of all meters. `cursor` where there are more; a
         *     page has the devices of its points.
         */
        MeterList: {
            /** Time */
            time: number;
            /** Devices */
            devices: components["schemas"]["Device"][];
            /** Points */
            points: components["schemas"]["MeterPoint"][];
            /** Enterprises */
            enterprises: components["schemas"]["parkcarbon_saas__features__meters__schemas__Named"][];
            /** Total */
            total: number;
            counts: components["schemas"]["MeterCounts"];
            /** Carriers */
            carriers: string[];
            /** Cursor */
            cursor: string | null;
        };
        /**
         * MeterPoint
         * @description A point: what it measures, its last reading and its state.
         */
        MeterPoint: {
            /** Code */
            code: string;
            /** Name Zh */
            name_zh: string;
            /** Name En */
            name_en: string;
            /** Device */
            device: string | null;
            /** Enterprise */
            enterprise: string | null;
            /** Quantity */
            quantity: string;
            /** Carrier */
            carrier: string;
            /** Unit */
            unit: string;
            /**
             * Kind
             * @enum {string}
             */
            kind: "register" | "interval" | "gauge" | "virtual";
            /** Direction */
            direction: string;
            /** Multiplier */
            multiplier: string;
            /** Digits */
            digits: number | null;
            /** Max Rate */
            max_rate: string | null;
            /** Expected Period S */
            expected_period_s: number;
            /** Reference State */
            reference_state: string | null;
            /** Parent */
            parent: string | null;
            /** Check Point */
            check_point: string | null;
            /** Integrated */
            integrated: boolean;
            /** Accuracy Class */
            accuracy_class: string | null;
            last: components["schemas"]["LatestReading"] | null;
            /**
             * State
             * @enum {string}
             */
            state: "on_time" | "late" | "silent" | "bad" | "computed";
            findings: components["schemas"]["parkcarbon_saas__features__meters__schemas__Findings"];
        };
        /**
         * MeterRow
         * @description A meter of a table that was read in step 4.
         */
        MeterRow: {
            /** Enterprise */
            enterprise: string;
            /** Place */
            place: string;
            /** Code */
            code: string;
            /** Name Zh */
            name_zh: string;
            /** Name En */
            name_en: string;
            /** Kind */
            kind: string;
            /**
             * Parent
             * @default
             */
            parent: string;
        };
        /**
         * MeterTable
         * @description The meters of a table, and its mistakes.
         */
        MeterTable: {
            /** Rows */
            rows: components["schemas"]["MeterRow"][];
            /** Errors */
            errors: components["schemas"]["MeterTableError"][];
        };
        /**
         * MeterTableError
         * @description A mistake in a row.
         */
        MeterTableError: {
            /** Row */
            row: number;
            /** Column */
            column: string;
            /** Value */
            value: string;
            /** Code */
            code: string;
            /** Message */
            message: string;
        };
        /**
         * MeterTemplate
         * @description A kind of enterprise: its meters and sources.
         */
        MeterTemplate: {
            /** Code */
            code: string;
            /** Name Zh */
            name_zh: string;
            /** Name En */
            name_en: string;
            /** Meters */
            meters: components["schemas"]["parkcarbon_saas__features__onboarding__schemas__Named"][];
            /** Sources */
            sources: components["schemas"]["parkcarbon_saas__features__onboarding__schemas__Named"][];
        };
        /**
         * MeterTree
         * @description Step 4: templates, or the meters of a table; `simulated` meters are the demo's.
         */
        MeterTree: {
            /**
             * By
             * @default template
             * @enum {string}
             */
            by: "template" | "table";
            /**
             * Rows
             * @default []
             */
            rows: components["schemas"]["MeterRow"][];
            /**
             * Simulated
             * @default false
             */
            simulated: boolean;
        };
        /**
         * Meters
         * @description How many points are heard; the longest silent of the others.
         */
        Meters: {
            /** Online */
            online: number;
            /** Total */
            total: number;
            /** Late */
            late: components["schemas"]["LatePoint"][];
        };
        /**
         * MissedLimit
         * @description A limit that cannot be kept, and by how much [t, yuan or share].
         */
        MissedLimit: {
            /**
             * Kind
             * @enum {string}
             */
            kind: "cap" | "capital" | "peak" | "standard";
            /** Year */
            year: number;
            /** Amount */
            amount: number;
            /** Item */
            item: string;
        };
        /**
         * MonthCell
         * @description A month of a line; `quantity` in the line's unit.
         */
        MonthCell: {
            /**
             * Month
             * Format: date
             */
            month: string;
            /**
             * State
             * @enum {string}
             */
            state: "missing" | "future" | "draft" | "submitted" | "rejected" | "partial" | "approved";
            /** Quantity */
            quantity: string | null;
            last_year: components["schemas"]["LastYear"];
            /** Reports */
            reports: number[];
        };
        /**
         * MonthChange
         * @description Why this month is up or down against the same days of another one.
         */
        MonthChange: {
            /**
             * Against
             * @enum {string}
             */
            against: "last_month" | "last_year";
            before: components["schemas"]["ComparedDays"];
            now: components["schemas"]["ComparedDays"];
            /**
             * Results
             * @description as those of an LMDI; null where the ledger has no emissions on one side
             */
            results: {
                [key: string]: unknown;
            } | null;
        };
        /**
         * NamedTerm
         * @description A point in a signed sum, with what it measures.
         */
        NamedTerm: {
            /** Point */
            point: string;
            /** Name Zh */
            name_zh: string;
            /** Name En */
            name_en: string;
            /** Weight */
            weight: number;
            /** Carrier */
            carrier: string;
            /** Quantity */
            quantity: string;
            /** Unit */
            unit: string;
        };
        /**
         * NewAllocation
         * @description How a shared meter is divided from a time on.
         */
        NewAllocation: {
            /** Point */
            point: string;
            /**
             * Method
             * @enum {string}
             */
            method: "share" | "area" | "submeter";
            /**
             * Valid From
             * @description start of a quarter hour
             */
            valid_from: number;
            /** Shares */
            shares: components["schemas"]["NewShare"][];
            /**
             * Reason
             * @description why, for those who look later
             */
            reason: string;
        };
        /**
         * NewAnalysis
         * @description What is asked: of a table that comes along, or of the park's own ledger and drivers.
         */
        NewAnalysis: {
            /**
             * Kind
             * @enum {string}
             */
            kind: "lmdi" | "stirpat" | "decoupling";
            /**
             * Title
             * @default
             */
            title: string;
            /**
             * Source
             * @enum {string}
             */
            source: "table" | "park";
            options: components["schemas"]["AnalysisOptions"];
            table?: components["schemas"]["AnalysisTable"] | null;
            /**
             * Seed
             * @default 1
             */
            seed: number;
        };
        /**
         * NewBaseYear
         * @description The base year of the inventory's boundary.
         */
        NewBaseYear: {
            /** Inventory */
            inventory: number;
            /** Threshold */
            threshold: number;
            /** Policy */
            policy: string;
        };
        /**
         * NewConversion
         * @description A converted point; without enterprise it is the park's own.
         */
        NewConversion: {
            /** Amount */
            amount: string;
            /** Pressure */
            pressure?: string | null;
            /** Temperature */
            temperature?: string | null;
            /** Feed */
            feed?: string | null;
            /**
             * Pressure Is
             * @default absolute
             * @enum {string}
             */
            pressure_is: "absolute" | "gauge";
            /**
             * Atmospheric Kpa
             * @default 101.325
             */
            atmospheric_kpa: number | string;
            /** Typical Pressure Mpa */
            typical_pressure_mpa?: number | string | null;
            /** Typical Temperature C */
            typical_temperature_c?: number | string | null;
            /** Feed Temperature C */
            feed_temperature_c?: number | string | null;
            /** Basis */
            basis?: ("full" | "less_feed") | null;
            /** Enthalpy Kj Per Kg */
            enthalpy_kj_per_kg?: number | string | null;
            /** Reference State */
            reference_state?: string | null;
            /**
             * Compressibility
             * @default 1
             */
            compressibility: number | string;
            /**
             * Kind
             * @enum {string}
             */
            kind: "steam_heat" | "accounting_heat" | "gas_volume";
            /** Name Zh */
            name_zh: string;
            /** Name En */
            name_en: string;
            /** Enterprise */
            enterprise?: string | null;
            /** Carrier */
            carrier: string;
            /** Unit */
            unit: string;
        };
        /**
         * NewCorrection
         * @description Another shape of the same amount (substitute), or another amount of the whole span (edit).
         */
        NewCorrection: {
            /**
             * Kind
             * @enum {string}
             */
            kind: "substitute" | "edit";
            /**
             * From
             * @description start of a quarter hour
             */
            from: number;
            /**
             * To
             * @description start of a quarter hour, exclusive
             */
            to: number;
            /**
             * Amount
             * @description of an edit: of the whole span
             */
            amount?: string | null;
            /**
             * Shape
             * @description a weight a quarter hour; null: evenly
             */
            shape?: number[] | null;
            /**
             * Reason
             * @description why, for those who look later
             */
            reason: string;
            /**
             * Evidence
             * @description id of an attached file
             */
            evidence?: number | null;
        };
        /**
         * NewDevice
         * @description A meter to be made with its points; without an enterprise the park's own, else the user's.
         */
        NewDevice: {
            /** Code */
            code: string;
            /** Name Zh */
            name_zh: string;
            /** Name En */
            name_en: string;
            /** Enterprise */
            enterprise?: string | null;
            /** Node */
            node?: string | null;
            /** Serial */
            serial?: string | null;
            /** Points */
            points: components["schemas"]["NewPoint"][];
        };
        /**
         * NewDraft
         * @description A new draft: empty, or an example that is answered already.
         */
        NewDraft: {
            /**
             * Example
             * @default false
             */
            example: boolean;
        };
        /**
         * NewEdge
         * @description An edge to be made; without an enterprise the park's own, for an enterprise user their own.
         */
        NewEdge: {
            /** Code */
            code: string;
            /** Name Zh */
            name_zh: string;
            /** Name En */
            name_en: string;
            /** Enterprise */
            enterprise?: string | null;
        };
        /**
         * NewEdgeCommand
         * @description What the edge shall look at.
         */
        NewEdgeCommand: {
            /** Kind */
            kind: string;
            /** Args */
            args?: {
                [key: string]: unknown;
            };
        };
        /**
         * NewEdgeConfig
         * @description What the edge shall collect. Secrets and bindings that are not given stay as they are.
         */
        NewEdgeConfig: {
            /**
             * Based On
             * @description the version that this was made from
             */
            based_on: number;
            /** Connector */
            connector: {
                [key: string]: unknown;
            }[];
            /** Secrets */
            secrets?: {
                [key: string]: string;
            };
            /**
             * Bindings
             * @description code of the point by key
             */
            bindings?: {
                [key: string]: string;
            };
            /**
             * Max Age Days
             * @description days that readings may wait in the spool while the edge runs; null: as in the edge's own file, not given: as it was
             */
            max_age_days?: number | null;
        };
        /**
         * NewEntry
         * @description A load over the weighbridge, or a stock take (`time` to `until`); net alone, or gross and tare [t].
         */
        NewEntry: {
            /** Enterprise */
            enterprise?: string | null;
            /** Item */
            item: string;
            /**
             * Kind
             * @enum {string}
             */
            kind: "purchase" | "sale" | "take";
            /**
             * Time
             * @description ms
             */
            time: number;
            /** Until */
            until?: number | null;
            /** Gross */
            gross?: number | string | null;
            /** Tare */
            tare?: number | string | null;
            /** Net */
            net?: number | string | null;
            /**
             * Vehicle
             * @default
             */
            vehicle: string;
            /**
             * Ticket
             * @default
             */
            ticket: string;
            /**
             * Note
             * @default
             */
            note: string;
            /** Evidence */
            evidence?: number | null;
        };
        /**
         * NewEvent
         * @description What happened; `details` by kind as in the contract, indexes as decimal strings.
         */
        NewEvent: {
            /**
             * Kind
             * @enum {string}
             */
            kind: "install" | "replace" | "reset" | "rollover" | "multiplier" | "calibration" | "exclude" | "accept";
            /** Time */
            time: number;
            /** Details */
            details?: {
                [key: string]: unknown;
            };
            /**
             * Reason
             * @description why, for those who look later
             */
            reason: string;
            /**
             * Evidence
             * @description id of an attached file
             */
            evidence?: number | null;
        };
        /**
         * NewGreenSupply
         * @description A contract or certificate; without enterprise the park's.
         */
        NewGreenSupply: {
            /**
             * Kind
             * @enum {string}
             */
            kind: "direct_supply" | "green_power" | "certificate";
            /**
             * Number
             * @description of the contract or certificate
             */
            number: string;
            /** Supplier */
            supplier: string;
            /**
             * Technology
             * @enum {string}
             */
            technology: "wind" | "solar" | "hydro" | "biomass" | "nuclear" | "other";
            /** Amount Wh */
            amount_wh: number;
            /**
             * Generated From
             * Format: date
             */
            generated_from: string;
            /**
             * Generated To
             * Format: date
             */
            generated_to: string;
            /** Expires On */
            expires_on?: string | null;
            /** Enterprise */
            enterprise?: string | null;
            /** Evidence */
            evidence: number;
        };
        /**
         * NewGreenUse
         * @description An amount for a local month of a source of purchased electricity; the month by its first day.
         */
        NewGreenUse: {
            /** Source */
            source: string;
            /**
             * Month
             * Format: date
             */
            month: string;
            /** Amount Wh */
            amount_wh: number;
        };
        /**
         * NewInventory
         * @description What to compute and keep; `replaces`: the version whose place it takes.
         *
         *     Where `gwp` or `approach` is left out, such a version counts as the one before; `"approach": null` counts
         *     all of the boundary whole.
         */
        NewInventory: {
            /**
             * From
             * Format: date
             */
            from: string;
            /**
             * To
             * Format: date
             */
            to: string;
            /** Ruleset */
            ruleset: string;
            /** Enterprise */
            enterprise?: string | null;
            /** Gwp */
            gwp?: string | null;
            /** Approach */
            approach?: string | null;
            /** Replaces */
            replaces?: number | null;
        };
        /**
         * NewLock
         * @description A period [from, to) whose ledger hours shall not change; without enterprise the whole park's.
         */
        NewLock: {
            /** From */
            from: number;
            /** To */
            to: number;
            /** Enterprise */
            enterprise?: string | null;
            /**
             * Reason
             * @description why, for those who look later
             */
            reason: string;
        };
        /**
         * NewLot
         * @description What a laboratory found: moistures and carbon in percent of mass, NCV [GJ/t], on `basis`.
         */
        NewLot: {
            /** Enterprise */
            enterprise?: string | null;
            /** Item */
            item: string;
            /** Code */
            code: string;
            /**
             * From Day
             * Format: date
             */
            from_day: string;
            /**
             * To Day
             * Format: date
             */
            to_day: string;
            /** Mass */
            mass: number | string;
            /**
             * Basis
             * @enum {string}
             */
            basis: "ar" | "ad" | "d";
            /** Moisture Ar */
            moisture_ar?: number | string | null;
            /** Moisture Ad */
            moisture_ad?: number | string | null;
            /** Ncv */
            ncv?: number | string | null;
            /** Carbon */
            carbon?: number | string | null;
            /**
             * Note
             * @default
             */
            note: string;
            /** Evidence */
            evidence?: number | null;
        };
        /**
         * NewMapping
         * @description A mapping to be saved; with `based_on` only where that is the newest version (0: there is none).
         */
        NewMapping: {
            /** Dialect */
            dialect: string;
            /** Topic */
            topic?: string | null;
            /** Time */
            time?: string | null;
            /** Values */
            values: {
                [key: string]: string;
            };
            /** Based On */
            based_on?: number | null;
        };
        /**
         * NewMember
         * @description Somebody to let in.
         */
        NewMember: {
            /**
             * Role
             * @enum {string}
             */
            role: "operator" | "enterprise" | "verifier";
            /** Enterprise */
            enterprise?: string | null;
            /**
             * Approves
             * @description enterprise: may approve what others entered
             * @default false
             */
            approves: boolean;
            /** Login */
            login: string;
            /** Name */
            name: string;
            /**
             * Locale
             * @default zh-CN
             * @enum {string}
             */
            locale: "zh-CN" | "en";
        };
        /**
         * NewOwnFactor
         * @description A factor that somebody determined: kg of gas for each unit, with a file that shows it.
         */
        NewOwnFactor: {
            /** Factor */
            factor: string;
            /** Version */
            version: string;
            /**
             * Gas
             * @default CO2
             * @constant
             */
            gas: "CO2";
            /** Value */
            value: number | string;
            /** Unit */
            unit: string;
            /**
             * Valid From
             * Format: date
             */
            valid_from: string;
            /** Valid To */
            valid_to?: string | null;
            /** Reference State */
            reference_state?: ("293.15K_101.325kPa" | "273.15K_101.325kPa") | null;
            /** Citation */
            citation: string;
            /** Evidence */
            evidence: number;
            /** Enterprise */
            enterprise?: string | null;
        };
        /**
         * NewPassword
         * @description The password of before, and the new one.
         */
        NewPassword: {
            /** Former */
            former: string;
            /** Password */
            password: string;
        };
        /**
         * NewPoint
         * @description A point of a new meter, as in a park file; numbers may be given as texts.
         */
        NewPoint: {
            /** Code */
            code: string;
            /** Name Zh */
            name_zh: string;
            /** Name En */
            name_en: string;
            /** Quantity */
            quantity: string;
            /** Carrier */
            carrier: string;
            /** Unit */
            unit: string;
            /** Kind */
            kind: string;
            /** Direction */
            direction: string;
            /** Multiplier */
            multiplier?: string | number | null;
            /** Digits */
            digits?: string | number | null;
            /** Max Rate */
            max_rate?: string | number | null;
            /** Expected Period S */
            expected_period_s?: string | number | null;
            /** Parent */
            parent?: string | null;
            /** Reference State */
            reference_state?: string | null;
            /** Integrated */
            integrated?: boolean | null;
            /** Rules */
            rules?: {
                [key: string]: {
                    [key: string]: unknown;
                };
            } | null;
            /** Check Point */
            check_point?: string | null;
            /** Accuracy Class */
            accuracy_class?: string | null;
        };
        /**
         * NewRecordPoint
         * @description A point of one enterprise's (null: the park's own) reports of an item.
         *
         *     `bills` are bills and manual quantities, of one purpose and account or of all; `stock` is opening +
         *     purchases − closing − sold between stock takes; `output` is how much of a product was made.
         */
        NewRecordPoint: {
            /** Name Zh */
            name_zh: string;
            /** Name En */
            name_en: string;
            /** Enterprise */
            enterprise?: string | null;
            /**
             * Records
             * @enum {string}
             */
            records: "bills" | "stock" | "output";
            /** Item */
            item: string;
            /** Purpose */
            purpose?: ("" | "energy" | "industry" | "building" | "transport" | "infrastructure") | null;
            /** Account */
            account?: string | null;
            /** Quantity */
            quantity: string;
            /** Carrier */
            carrier: string;
            /** Unit */
            unit: string;
            /** Reference State */
            reference_state?: string | null;
        };
        /**
         * NewReport
         * @description What somebody reports; `supersedes` is the version that it replaces.
         */
        NewReport: {
            /**
             * Kind
             * @default bill
             * @enum {string}
             */
            kind: "bill" | "manual" | "history" | "driver";
            /** Enterprise */
            enterprise?: string | null;
            /** Item */
            item: string;
            /**
             * Purpose
             * @default
             * @enum {string}
             */
            purpose: "" | "energy" | "industry" | "building" | "transport" | "infrastructure";
            /**
             * Account
             * @default
             */
            account: string;
            /** Point */
            point?: string | null;
            /**
             * From Day
             * Format: date
             */
            from_day: string;
            /**
             * To Day
             * Format: date
             */
            to_day: string;
            /** Quantity */
            quantity: number | string;
            /** Unit */
            unit: string;
            /** Cost */
            cost?: number | string | null;
            /** Currency */
            currency?: ("CNY" | "USD" | "EUR") | null;
            /**
             * Note
             * @default
             */
            note: string;
            /**
             * Comment
             * @default
             */
            comment: string;
            /** Evidence */
            evidence?: number[];
            /** Supersedes */
            supersedes?: number | null;
        };
        /**
         * NewShare
         * @description A tenant's part: a weight (a share, or m² of area), or its own meter.
         */
        NewShare: {
            /** Enterprise */
            enterprise: string;
            /** Weight */
            weight?: number | string | null;
            /** Submeter */
            submeter?: string | null;
        };
        /**
         * NewSource
         * @description A source to make.
         */
        NewSource: {
            /** Code */
            code: string;
            definition: components["schemas"]["SourceDefinition"];
            /**
             * Reason
             * @description why, for those who look later
             */
            reason: string;
        };
        /**
         * NewVirtualPoint
         * @description A virtual point; without enterprise it is the park's own.
         */
        NewVirtualPoint: {
            /** Expression */
            expression: string;
            /** Inputs */
            inputs: {
                [key: string]: string;
            };
            /** Name Zh */
            name_zh: string;
            /** Name En */
            name_en: string;
            /** Enterprise */
            enterprise?: string | null;
            /** Quantity */
            quantity: string;
            /** Carrier */
            carrier: string;
            /** Unit */
            unit: string;
        };
        /**
         * NormTold
         * @description A norm with who wrote it.
         */
        NormTold: {
            /** Name Zh */
            name_zh: string;
            /** Name En */
            name_en: string;
            /**
             * Kind
             * @enum {string}
             */
            kind: "carbon" | "energy" | "electricity";
            /** Item */
            item: string;
            /**
             * Unit
             * @enum {string}
             */
            unit: "kg/m2" | "kg/ha" | "kg/t" | "kg/m3" | "kg/MWh" | "kg/GJ" | "kg/piece" | "kgce/m2" | "kgce/ha" | "kgce/t" | "kgce/m3" | "kgce/MWh" | "kgce/GJ" | "kgce/piece" | "kWh/m2" | "kWh/ha" | "kWh/t" | "kWh/m3" | "kWh/MWh" | "kWh/GJ" | "kWh/piece";
            /** Limit */
            limit: number;
            /** Advanced */
            advanced?: number | null;
            /** Citation */
            citation: string;
            /** Valid From */
            valid_from: string;
            /** Valid To */
            valid_to?: string | null;
            /**
             * Note
             * @default
             */
            note: string;
            /** Code */
            code: string;
            /** Author */
            author: string;
            /** Saved At */
            saved_at: number;
        };
        /**
         * NormWanted
         * @description A norm to be kept: emissions, energy or electricity by a product or an area; less is better.
         *
         *     `unit` is kg, kgce or kWh by t, m3, MWh, GJ or piece of a product, m2 of floor, ha of land.
         */
        NormWanted: {
            /** Name Zh */
            name_zh: string;
            /** Name En */
            name_en: string;
            /**
             * Kind
             * @enum {string}
             */
            kind: "carbon" | "energy" | "electricity";
            /** Item */
            item: string;
            /**
             * Unit
             * @enum {string}
             */
            unit: "kg/m2" | "kg/ha" | "kg/t" | "kg/m3" | "kg/MWh" | "kg/GJ" | "kg/piece" | "kgce/m2" | "kgce/ha" | "kgce/t" | "kgce/m3" | "kgce/MWh" | "kgce/GJ" | "kgce/piece" | "kWh/m2" | "kWh/ha" | "kWh/t" | "kWh/m3" | "kWh/MWh" | "kWh/GJ" | "kWh/piece";
            /** Limit */
            limit: number;
            /** Advanced */
            advanced?: number | null;
            /** Citation */
            citation: string;
            /** Valid From */
            valid_from: string;
            /** Valid To */
            valid_to?: string | null;
            /**
             * Note
             * @default
             */
            note: string;
        };
        /**
         * NormsTold
         * @description The norms in force.
         */
        NormsTold: {
            /** Norms */
            norms: components["schemas"]["NormTold"][];
        };
        /**
         * Note
         * @description What is said of findings.
         */
        Note: {
            /** Findings */
            findings: components["schemas"]["FindingKey"][];
            /**
             * State
             * @enum {string}
             */
            state: "acknowledged" | "resolved";
            /** Note */
            note: string;
        };
        /**
         * Now
         * @description The rate now, that of the same quarter hour yesterday (since `yesterday_start` [ms]), live coverage.
         */
        Now: {
            /**
             * Value
             * @description g/h
             */
            value: number;
            /** Yesterday */
            yesterday: number | null;
            /** Yesterday Start */
            yesterday_start: number | null;
            /** Live Share */
            live_share: number | null;
        };
        /**
         * OpenSessionShown
         * @description Where one is logged in; `key` names it and opens nothing.
         */
        OpenSessionShown: {
            /** Key */
            key: string;
            /** Created At */
            created_at: number;
            /** Expires At */
            expires_at: number;
            /** Address */
            address: string | null;
            /** Agent */
            agent: string | null;
            /** Is This */
            is_this: boolean;
        };
        /**
         * OpenSessions
         * @description Where one is logged in, the newest first.
         */
        OpenSessions: {
            /** Sessions */
            sessions: components["schemas"]["OpenSessionShown"][];
        };
        /**
         * OwnFactor
         * @description A proposal, and what was decided.
         */
        OwnFactor: {
            /** Id */
            id: number;
            /** Enterprise */
            enterprise: string | null;
            /** Factor */
            factor: string;
            /** Version */
            version: string;
            /** Gas */
            gas: string;
            /** Value */
            value: string;
            /** Unit */
            unit: string;
            /** Region */
            region: string;
            /**
             * Valid From
             * Format: date
             */
            valid_from: string;
            /** Valid To */
            valid_to: string | null;
            /** Reference State */
            reference_state: string | null;
            /** Citation */
            citation: string;
            /** Evidence */
            evidence: number;
            /** Author */
            author: string;
            /** Created At */
            created_at: number;
            /**
             * State
             * @enum {string}
             */
            state: "proposed" | "approved" | "rejected" | "withdrawn";
            /** Decided By */
            decided_by: string | null;
            /** Decided At */
            decided_at: number | null;
            /** Note */
            note: string | null;
        };
        /**
         * OwnFactors
         * @description Proposals, the newest first.
         */
        OwnFactors: {
            /** Factors */
            factors: components["schemas"]["OwnFactor"][];
            /**
             * Cursor
             * @description of the next page; null: there is none
             */
            cursor: string | null;
        };
        /**
         * PackCheck
         * @description The check of a pack against the platform as it is now; empty: all as it was.
         */
        PackCheck: {
            /** Differences */
            differences: components["schemas"]["PackDifference"][];
        };
        /**
         * PackDifference
         * @description What is not as the manifest says: a file, readings or hours of a month, a factor, a total.
         *
         *     `archived`: readings of a month were not compared, they lie in a file (`month file sha256`).
         */
        PackDifference: {
            /**
             * What
             * @enum {string}
             */
            what: "signature" | "file" | "reading" | "archived" | "hour" | "factor" | "items" | "total";
            /** Name */
            name: string;
        };
        /**
         * Park
         * @description A park that one may enter.
         */
        Park: {
            /** Code */
            code: string;
            /** Name Zh */
            name_zh: string;
            /** Name En */
            name_en: string;
            /** Timezone */
            timezone: string;
            /**
             * State
             * @description only an active one is changed
             * @enum {string}
             */
            state: "active" | "suspended" | "archived";
            /**
             * Ruleset
             * @description by which rules its inventories are made first
             */
            ruleset: string | null;
            /**
             * Gwp
             * @description by which set of potentials gases count where nobody chooses another
             */
            gwp: string;
        };
        /**
         * ParkArrivals
         * @description What came of a park lately.
         */
        ParkArrivals: {
            /** Park */
            park: string;
            /** Name Zh */
            name_zh: string;
            /** Name En */
            name_en: string;
            /**
             * Readings 1Min
             * @description readings of batches received in the last minute
             */
            readings_1min: number;
            /** Readings 5Min */
            readings_5min: number;
            /**
             * Newest At
             * @description when the newest batch came; null: none ever
             */
            newest_at: number | null;
            /**
             * Unsettled
             * @description changed spans of readings that are not settled
             */
            unsettled: number;
            /**
             * Settle Age S
             * @description how long the oldest of them waits
             */
            settle_age_s: number;
        };
        /**
         * ParkDifference
         * @description A part of a park that is added, changed or removed.
         */
        ParkDifference: {
            /** Section */
            section: string;
            /** Key */
            key: string;
            /**
             * Action
             * @enum {string}
             */
            action: "added" | "changed" | "removed";
            /** Fields */
            fields: components["schemas"]["FieldDifference"][];
        };
        /**
         * ParkDraft
         * @description A draft with what is wrong in it.
         */
        ParkDraft: {
            /** Id */
            id: number;
            /** Version */
            version: number;
            /** Step */
            step: number;
            answers: components["schemas"]["DraftAnswers-Output"];
            /** Mistakes */
            mistakes: components["schemas"]["DraftMistake"][];
            /** Author */
            author: string;
            /** Updated At */
            updated_at: number;
            /** Park */
            park: string | null;
        };
        /**
         * ParkDraftRow
         * @description A draft in a list.
         */
        ParkDraftRow: {
            /** Id */
            id: number;
            /** Name Zh */
            name_zh: string;
            /** Name En */
            name_en: string;
            /** Step */
            step: number;
            /** Author */
            author: string;
            /** Updated At */
            updated_at: number;
        };
        /**
         * ParkElsewhere
         * @description A park that another platform holds; there one logs in anew.
         */
        ParkElsewhere: {
            /** Code */
            code: string;
            /** Name Zh */
            name_zh: string;
            /** Name En */
            name_en: string;
            /**
             * Url
             * @description of the platform, without a path
             */
            url: string;
        };
        /**
         * ParkFunction
         * @description A function of the guide: whether it is live in this park, on which facts, on which page.
         */
        ParkFunction: {
            /** Number */
            number: number;
            /** Code */
            code: string;
            /** Name Zh */
            name_zh: string;
            /** Name En */
            name_en: string;
            /**
             * State
             * @enum {string}
             */
            state: "live" | "partly" | "not_live";
            /** Page */
            page: string | null;
            /** Facts */
            facts: components["schemas"]["ParkFunctionFact"][];
        };
        /**
         * ParkFunctionFact
         * @description Something that is there or lacks: how many, and when the last one was made.
         */
        ParkFunctionFact: {
            /** Code */
            code: string;
            /** Count */
            count: number;
            /**
             * Last
             * @description ms
             */
            last: number | null;
            /** Needed */
            needed: boolean;
            /** Is There */
            is_there: boolean;
        };
        /**
         * ParkFunctionWords
         * @description How the park words a function, and whether it is asked for there.
         */
        ParkFunctionWords: {
            /** Name Zh */
            name_zh: string;
            /** Name En */
            name_en: string;
        };
        /**
         * ParkFunctions
         * @description The twelve functions, judged from what the park has; where the wording is from.
         */
        ParkFunctions: {
            /** Source */
            source: string;
            /** As Of */
            as_of: number;
            /** Live */
            live: number;
            /** Functions */
            functions: components["schemas"]["ParkFunction"][];
            wording: components["schemas"]["ZeroCarbonVersion"] | null;
        };
        /**
         * ParkFunctionsReworded
         * @description Wording of functions by code, and where it is from.
         */
        ParkFunctionsReworded: {
            /** Words */
            words: {
                [key: string]: components["schemas"]["ParkFunctionWords"];
            };
            /** Note */
            note: string;
        };
        /**
         * ParkInvitation
         * @description Somebody who was let in; `token` is for the link, null for who has a password already.
         */
        ParkInvitation: {
            /** Login */
            login: string;
            /** Token */
            token: string | null;
        };
        /**
         * ParkPlan
         * @description What applying a file would do.
         */
        ParkPlan: {
            /** Park */
            park: string;
            /** Is New */
            is_new: boolean;
            /** Differences */
            differences: components["schemas"]["ParkDifference"][];
            /** Kept */
            kept: components["schemas"]["KeptPart"][];
            /** Unmentioned */
            unmentioned: {
                [key: string]: number;
            };
            /** Conflicts */
            conflicts: components["schemas"]["PlanConflict"][];
        };
        /**
         * ParkProfile
         * @description Step 1: the park.
         */
        ParkProfile: {
            /**
             * Code
             * @default
             */
            code: string;
            /**
             * Name Zh
             * @default
             */
            name_zh: string;
            /**
             * Name En
             * @default
             */
            name_en: string;
            /**
             * Type
             * @default manufacturing
             * @enum {string}
             */
            type: "manufacturing" | "heavy_industry" | "chemical" | "technology" | "logistics" | "data_centre";
            /**
             * Timezone
             * @default Asia/Shanghai
             */
            timezone: string;
            /**
             * Grid Region
             * @default CN
             */
            grid_region: string;
        };
        /**
         * ParkRules
         * @description Step 5; no sets are those that everybody begins with.
         */
        ParkRules: {
            /** Factor Sets */
            factor_sets?: string[] | null;
            /**
             * Ruleset
             * @default territorial
             */
            ruleset: string;
        };
        /**
         * ParkScope
         * @description Step 2: what counts.
         */
        ParkScope: {
            /**
             * Boundary
             * @default territory
             * @enum {string}
             */
            boundary: "territory" | "operational_control" | "financial_control";
            /**
             * Scopes
             * @default [
             *       1,
             *       2
             *     ]
             */
            scopes: (1 | 2 | 3)[];
        };
        /**
         * PastYear
         * @description A past year; `months` told of 12.
         */
        PastYear: {
            /** Enterprise */
            enterprise: string | null;
            /** Item */
            item: string;
            /** Purpose */
            purpose: string;
            /** Year */
            year: number;
            /** Quantity */
            quantity: string;
            /** Unit */
            unit: string;
            /** Months */
            months: number;
            /** State */
            state: string;
        };
        /**
         * PastYears
         * @description Energy before the meters: rows of this page; how many there are, and what waits for you, on all pages.
         *
         *     `cursor` where there are more.
         */
        PastYears: {
            /** Years */
            years: components["schemas"]["PastYear"][];
            /** Total */
            total: number;
            /** Waiting */
            waiting: components["schemas"]["Waiting"][];
            /** Cursor */
            cursor: string | null;
        };
        /**
         * PathResult
         * @description A scenario's years [t, GJ], its bands (5, 25, 50, 75, 95 %), peak years, gap and sum.
         *
         *     `peaks`: shares of draws by year; `no_peak`: of those without a peak before the horizon.
         */
        PathResult: {
            /** Scenario */
            scenario: string;
            /** Total */
            total: number[];
            /** Net */
            net: number[];
            /** Direct */
            direct: number[];
            /** Indirect */
            indirect: number[];
            /** Process */
            process: number[];
            /** Removals */
            removals: number[];
            /** Energy */
            energy: number[];
            /** Electricity Share */
            electricity_share: number[];
            /** Output */
            output: number[];
            /** Bands */
            bands: number[][];
            /** Peak */
            peak: number | null;
            /** Peaks */
            peaks: {
                [key: string]: number;
            };
            /** No Peak */
            no_peak: number;
            /** Gap */
            gap: number[];
            /** Cumulative */
            cumulative: number[];
            /** Spent */
            spent: number[];
            /** Exhausted */
            exhausted: number | null;
            /** Elastic */
            elastic?: number[][] | null;
            /** Elastic No Peak */
            elastic_no_peak?: number | null;
        };
        /**
         * PathwayRequest
         * @description Up to four scenarios to be compared; wedges go from the first to each other one.
         */
        PathwayRequest: {
            /** Name */
            name: string;
            /** Scenarios */
            scenarios: string[];
            /**
             * End
             * @default 2060
             */
            end: number;
            /**
             * Draws
             * @default 2000
             */
            draws: number;
            /**
             * Seed
             * @default 1
             */
            seed: number;
            /** Budget */
            budget?: number | null;
            elasticities?: components["schemas"]["PlanElasticities"] | null;
            analysis?: components["schemas"]["PlanAnalysis"] | null;
        };
        /**
         * PathwayResult
         * @description Scenarios over the same years.
         */
        PathwayResult: {
            /** Years */
            years: number[];
            /** Percentiles */
            percentiles: number[];
            /** Paths */
            paths: components["schemas"]["PathResult"][];
            /** Wedges */
            wedges: components["schemas"]["WedgeResult"][];
            /** Implied Rate */
            implied_rate: number | null;
            /** Draws */
            draws: number;
            /** Seed */
            seed: number;
        };
        /**
         * Pending
         * @description What a locked hour would be by what is known now; null: it would have no entry.
         */
        Pending: {
            /** Id */
            id: number;
            /** Quantity */
            quantity: number | null;
            /** Co2 Mg */
            co2_mg: number | null;
        };
        /**
         * Period
         * @description An expression over [from, to).
         */
        Period: {
            /** Expression */
            expression: string;
            /** Inputs */
            inputs: {
                [key: string]: string;
            };
            /** From */
            from: number;
            /** To */
            to: number;
        };
        /**
         * PeriodEnergy
         * @description Energy and its cost in one period; the money of a day is rounded by itself.
         */
        PeriodEnergy: {
            /**
             * Period
             * @enum {string}
             */
            period: "sharp" | "peak" | "flat" | "valley" | "deep_valley";
            /** Energy Wh */
            energy_wh: number;
            /** Estimated Wh */
            estimated_wh: number;
            /** Amount */
            amount: string;
        };
        /**
         * Person
         * @description Somebody to invite, step 7.
         */
        Person: {
            /**
             * Login
             * @default
             */
            login: string;
            /**
             * Name
             * @default
             */
            name: string;
            /**
             * Role
             * @default operator
             * @enum {string}
             */
            role: "operator" | "enterprise" | "verifier";
            /** Enterprise */
            enterprise?: string | null;
            /**
             * Locale
             * @default zh-CN
             * @enum {string}
             */
            locale: "zh-CN" | "en";
            /**
             * Approves
             * @default false
             */
            approves: boolean;
        };
        /**
         * PlaceAmount
         * @description Energy [J] and CO2 [mg] of a period; null where it is not told, or nobody knows the heat value.
         */
        PlaceAmount: {
            /** Joules */
            joules: number | null;
            /** Co2 Mg */
            co2_mg: number | null;
            /** Estimated Share */
            estimated_share: number;
            /**
             * Coverage
             * @description of the meters, by time; null without meters
             */
            coverage: number | null;
            /**
             * Status
             * @enum {string}
             */
            status: "complete" | "estimated" | "partial" | "none" | "withheld";
            /**
             * Lacking
             * @description carriers without a heat value: their energy is not in it
             */
            lacking: string[];
        };
        /**
         * PlaceChild
         * @description A part of the place; `change` of the measure against the period before, days against days.
         */
        PlaceChild: {
            place: components["schemas"]["PlaceName"];
            amount: components["schemas"]["PlaceAmount"];
            /** Change */
            change: number | null;
        };
        /**
         * PlaceComparison
         * @description As many days of now, of the period before and of a year before, days that run still left out.
         */
        PlaceComparison: {
            /** Days */
            days: number;
            now: components["schemas"]["PlaceAmount"];
            before: components["schemas"]["PlaceAmount"];
            year_before: components["schemas"]["PlaceAmount"];
            /** Before From */
            before_from: string;
            /** Year Before From */
            year_before_from: string;
        };
        /**
         * PlaceDetail
         * @description A park, enterprise, node or meter: amount = Σ children − transfers + remainder, in every step.
         */
        PlaceDetail: {
            place: components["schemas"]["PlaceName"];
            /** Enterprise */
            enterprise: string | null;
            /**
             * Crumbs
             * @description from the top down, without the place itself
             */
            crumbs: components["schemas"]["PlaceName"][];
            /** First */
            first: string;
            /** Until Day */
            until_day: string;
            /**
             * As Of
             * @description ms
             */
            as_of: number;
            amount: components["schemas"]["PlaceAmount"];
            /**
             * Quantity
             * @description of a meter, in its base unit
             */
            quantity: number | null;
            /** Unit */
            unit: string | null;
            /** @description null while no day of the period is past */
            comparison: components["schemas"]["PlaceComparison"] | null;
            /**
             * Grain
             * @enum {string}
             */
            grain: "hour" | "day" | "week" | "month";
            /**
             * Measure
             * @enum {string}
             */
            measure: "carbon" | "energy";
            /**
             * By
             * @enum {string}
             */
            by: "child" | "carrier";
            /**
             * Starts
             * @description ms
             */
            starts: number[];
            /**
             * Estimated
             * @description by step: something that is counted in it is estimated
             */
            estimated: boolean[];
            /** Series */
            series: components["schemas"]["PlaceSeries"][];
            /** Children */
            children: components["schemas"]["PlaceChild"][];
            /** @description of a park: bought inside it, to be taken off */
            transfers: components["schemas"]["PlaceAmount"] | null;
            /** @description what no child measures */
            remainder: components["schemas"]["PlaceAmount"];
            /** Terms */
            terms: components["schemas"]["PlaceTerm"][];
            /**
             * Likes
             * @description the largest, with the place itself
             */
            likes: components["schemas"]["PlaceLike"][];
            /**
             * Rank
             * @description by energy among all of the same sort that are told; null if kept
             */
            rank: number | null;
            /**
             * Like Count
             * @description how many these are, also those that are not listed
             */
            like_count: number;
            /**
             * Is Shared
             * @description others' meters, which one does not see, hang below one of these
             */
            is_shared: boolean;
            /**
             * Is Hourly
             * @description whether hours may be shown
             */
            is_hourly: boolean;
        };
        /**
         * PlaceHeat
         * @description Hours of local days: 24 values a day [mg or J]; null where nothing is known, and no 25th hour.
         */
        PlaceHeat: {
            place: components["schemas"]["PlaceName"];
            /**
             * Measure
             * @enum {string}
             */
            measure: "carbon" | "energy";
            /** Days */
            days: string[];
            /** Values */
            values: (number | null)[][];
            /** Is Withheld */
            is_withheld: boolean;
        };
        /**
         * PlaceLike
         * @description A place of the same sort, for comparison.
         */
        PlaceLike: {
            place: components["schemas"]["PlaceName"];
            amount: components["schemas"]["PlaceAmount"];
            /** Change */
            change: number | null;
        };
        /**
         * PlaceName
         * @description A place by kind and code; `sort` of a node: building, workshop, line ..., of a meter its carrier.
         */
        PlaceName: {
            /**
             * Kind
             * @enum {string}
             */
            kind: "park" | "enterprise" | "node" | "meter";
            /** Code */
            code: string;
            /** Name Zh */
            name_zh: string;
            /** Name En */
            name_en: string;
            /**
             * Sort
             * @default
             */
            sort: string;
        };
        /**
         * PlaceRow
         * @description A place of the tree; `spark` is its CO2, of meters of what is no energy null.
         */
        PlaceRow: {
            place: components["schemas"]["PlaceName"];
            /**
             * Parent
             * @description kind/code of the place that it is shown below
             */
            parent: string | null;
            amount: components["schemas"]["PlaceAmount"];
            /** Spark */
            spark: number[];
        };
        /**
         * PlaceSeries
         * @description A layer of the stack [mg or J a step]; `others` and `remainder` are no place of their own.
         */
        PlaceSeries: {
            /** Key */
            key: string;
            /**
             * Sort
             * @enum {string}
             */
            sort: "child" | "carrier" | "others" | "remainder" | "transfers";
            place: components["schemas"]["PlaceName"] | null;
            /** Values */
            values: number[];
        };
        /**
         * PlaceTerm
         * @description What the amount is added up from: sign × quantity [unit], and what that is.
         */
        PlaceTerm: {
            /**
             * Kind
             * @enum {string}
             */
            kind: "point" | "source";
            /** Code */
            code: string;
            /** Name Zh */
            name_zh: string;
            /** Name En */
            name_en: string;
            /** Sign */
            sign: number;
            /** Quantity */
            quantity: number;
            /** Unit */
            unit: string;
            /** Joules */
            joules: number | null;
            /** Co2 Mg */
            co2_mg: number;
        };
        /**
         * PlaceTree
         * @description The tree of local days [from, to): each place after the one that it is below.
         */
        PlaceTree: {
            /** First */
            first: string;
            /** Until Day */
            until_day: string;
            /**
             * As Of
             * @description ms
             */
            as_of: number;
            /**
             * Step
             * @description of the sparklines
             * @enum {string}
             */
            step: "hour" | "day" | "week" | "month";
            /**
             * Starts
             * @description ms
             */
            starts: number[];
            /** Rows */
            rows: components["schemas"]["PlaceRow"][];
            /**
             * Withheld
             * @description enterprises that keep their intervals to themselves
             */
            withheld: string[];
        };
        /**
         * PlanAnalysis
         * @description A stored STIRPAT analysis to take elasticities of; `drivers`: what its columns are in a plan.
         *
         *     Columns that are not named are guessed by their names, and held where nothing fits.
         */
        PlanAnalysis: {
            /** Run */
            run: number;
            /** Drivers */
            drivers?: {
                [key: string]: "output" | "industrial_structure" | "energy_structure" | "energy" | "energy_intensity";
            };
            /**
             * Sector
             * @default
             */
            sector: string;
        };
        /**
         * PlanBase
         * @description A base year: output [10⁴ yuan], growth [%/a], grid [t/MWh], zero-carbon share of electricity, sectors.
         *
         *     `factors` [t/GJ] of every carrier but electricity.
         */
        PlanBase: {
            /** Year */
            year: number;
            /** Output */
            output: number;
            /**
             * Growth
             * @default 0
             */
            growth: number;
            /** Grid */
            grid: number;
            /**
             * Zero
             * @default 0
             */
            zero: number;
            /** Sectors */
            sectors: components["schemas"]["PlanSector"][];
            /** Factors */
            factors: {
                [key: string]: number;
            };
            ledger?: components["schemas"]["LedgerSnapshot"] | null;
            /** Assumed */
            assumed?: string[];
            /**
             * Note
             * @default
             */
            note: string;
        };
        /**
         * PlanBody
         * @description A plan to be saved: `version` is the one that it was drawn on, `image` null takes the plan away.
         */
        PlanBody: {
            /** Version */
            version: number;
            /** Image */
            image: number | null;
            /** Shapes */
            shapes: components["schemas"]["PlanShape"][];
        };
        /**
         * PlanCited
         * @description A figure of a publication, for the whole measure: `value` in `currency` at prices of `price_year`.
         *
         *     `basis`: as the publication has it, before it was brought to the size of the measure. `single`: no second
         *     source was found that says the same.
         */
        PlanCited: {
            /**
             * Field
             * @enum {string}
             */
            field: "capex" | "opex" | "lifetime" | "saved" | "other";
            /** Value */
            value: number;
            /**
             * Unit
             * @default
             */
            unit: string;
            /** Currency */
            currency?: ("CNY" | "USD" | "EUR") | null;
            /** Price Year */
            price_year?: number | null;
            /**
             * Basis
             * @default
             */
            basis: string;
            /** Source */
            source: string;
            /** Year */
            year: number;
            /**
             * Single
             * @default true
             */
            single: boolean;
        };
        /**
         * PlanConflict
         * @description What keeps the file from being applied.
         */
        PlanConflict: {
            /** Problem */
            problem: string;
            /** Remedy */
            remedy: string;
        };
        /**
         * PlanDesk
         * @description What a park's plans are made of, what levers can move, and measures to begin with.
         */
        PlanDesk: {
            inputs: components["schemas"]["PlanInputs"];
            /** Drivers */
            drivers: components["schemas"]["PlanDriver"][];
            /** Presets */
            presets: {
                [key: string]: components["schemas"]["PlanScenario"];
            };
            /** Library */
            library: {
                [key: string]: components["schemas"]["PlanMeasure"];
            };
        };
        /**
         * PlanDetail
         * @description A plan with its own inputs and its result; `elasticities` with the analysis that they are of.
         */
        PlanDetail: {
            plan: components["schemas"]["PlanLine"];
            inputs: components["schemas"]["PlanInputs"];
            elasticities: components["schemas"]["PlanElasticities"] | null;
            pathway: components["schemas"]["PathwayResult"] | null;
            portfolio: components["schemas"]["PortfolioResult"] | null;
        };
        /**
         * PlanDriver
         * @description What a lever can move; `of` park, sector or carrier says what `item` names.
         */
        PlanDriver: {
            /** Driver */
            driver: string;
            /**
             * Aspect
             * @enum {string}
             */
            aspect: "industrial_structure" | "energy_structure" | "policy_system" | "platform_construction";
            /** Unit */
            unit: string;
            /** Low */
            low: number;
            /** High */
            high: number;
            /**
             * Of
             * @enum {string}
             */
            of: "park" | "sector" | "carrier";
        };
        /**
         * PlanElasticities
         * @description A STIRPAT fit: coefficients with their covariance; `sector`: whose share is the structure.
         */
        PlanElasticities: {
            /** Names */
            names: ("output" | "industrial_structure" | "energy_structure" | "energy" | "energy_intensity")[];
            /** Mean */
            mean: number[];
            /** Covariance */
            covariance: number[][];
            /**
             * Sector
             * @default
             */
            sector: string;
            fit?: components["schemas"]["PlanFit"] | null;
        };
        /**
         * PlanFinding
         * @description An element that is missing, or not valid any more.
         */
        PlanFinding: {
            /** Rule */
            rule: string;
            /** Subject */
            subject: string;
        };
        /**
         * PlanFit
         * @description The stored analysis that elasticities are of: what it was of and its digits.
         *
         *     `held`: drivers of the analysis that the plan does not move. Times in ms.
         */
        PlanFit: {
            /** Run */
            run: number;
            /** Title */
            title: string;
            /** Method */
            method: string;
            /** K */
            k: number | null;
            /** Observations */
            observations: number;
            /** First */
            first: string;
            /** Last */
            last: string;
            /** Columns */
            columns: {
                [key: string]: "output" | "industrial_structure" | "energy_structure" | "energy" | "energy_intensity";
            };
            /** Held */
            held?: string[];
            /** Ledger Known At */
            ledger_known_at: number | null;
            /** Results Sha256 */
            results_sha256: string;
            /** Warnings */
            warnings?: string[];
        };
        /**
         * PlanHistory
         * @description Everything that was said of a subject, the newest first.
         */
        PlanHistory: {
            /** Subject */
            subject: string;
            /** Said */
            said: components["schemas"]["PlanSaid"][];
        };
        /**
         * PlanImage
         * @description An image.
         */
        PlanImage: {
            /** Id */
            id: number;
            /** Media Type */
            media_type: string;
            /** Width */
            width: number;
            /** Height */
            height: number;
            /** Size */
            size: number;
            /** Author */
            author: string;
            /**
             * Saved At
             * @description ms
             */
            saved_at: number;
        };
        /**
         * PlanInputs
         * @description Everything of a park that plans are made of; a plan keeps its own.
         */
        PlanInputs: {
            base?: components["schemas"]["PlanBase"] | null;
            market?: components["schemas"]["PlanMarket"];
            /** Scenarios */
            scenarios?: {
                [key: string]: components["schemas"]["PlanScenario"];
            };
            /** Measures */
            measures?: {
                [key: string]: components["schemas"]["PlanMeasure"];
            };
        };
        /**
         * PlanLever
         * @description One driver on its way to a target.
         */
        PlanLever: {
            /** Driver */
            driver: string;
            /** Start */
            start: number;
            /** End */
            end: number;
            /** Target */
            target: number;
            /**
             * Shape
             * @default linear
             * @enum {string}
             */
            shape: "linear" | "exponential" | "logistic" | "step";
            /**
             * Item
             * @default
             */
            item: string;
        };
        /**
         * PlanLine
         * @description A plan; `progress` is 0 to 1, `fingerprint` the hash of all that it is made of.
         */
        PlanLine: {
            /** Id */
            id: number;
            /**
             * Kind
             * @enum {string}
             */
            kind: "pathway" | "portfolio";
            /** Name */
            name: string;
            /**
             * State
             * @enum {string}
             */
            state: "queued" | "running" | "done" | "failed" | "dead" | "cancelled";
            /** Progress */
            progress: number;
            /** Error */
            error: string | null;
            /** Author */
            author: string;
            /** Created At */
            created_at: number;
            /** Finished At */
            finished_at: number | null;
            /** Fingerprint */
            fingerprint: string;
        };
        /**
         * PlanMarket
         * @description Discount rate [1/a], prices [yuan/GJ] by carrier, and what one unit of a currency costs [yuan].
         */
        PlanMarket: {
            /**
             * Rate
             * @default 0.08
             */
            rate: number;
            /** Prices */
            prices?: {
                [key: string]: number;
            };
            /** Exchange */
            exchange?: {
                [key: string]: number;
            };
        };
        /**
         * PlanMeasure
         * @description A measure at its full potential, as the calculation's `Measure`; `source`: where figures are from.
         *
         *     `cited` costs count as long as `capex` is empty: `opex` is then added to the cited one.
         */
        PlanMeasure: {
            /** Name Zh */
            name_zh: string;
            /** Name En */
            name_en: string;
            /**
             * Kind
             * @enum {string}
             */
            kind: "efficiency" | "electrification" | "pv" | "storage" | "green_power" | "heat_recovery" | "process" | "ccus" | "sink";
            /** Capex */
            capex?: number | null;
            /**
             * Opex
             * @default 0
             */
            opex: number;
            /** Lifetime */
            lifetime: number;
            /** Saved */
            saved?: {
                [key: string]: number;
            };
            /** Contracted */
            contracted?: {
                [key: string]: number;
            };
            /**
             * Other
             * @default 0
             */
            other: number;
            /**
             * First
             * @default 2025
             */
            first: number;
            /**
             * Ramp
             * @default 1
             */
            ramp: number;
            /**
             * Whole
             * @default false
             */
            whole: boolean;
            /** Needs */
            needs?: string[];
            /** Excludes */
            excludes?: string[];
            /** Overlaps */
            overlaps?: {
                [key: string]: number;
            };
            /**
             * Source
             * @default
             */
            source: string;
            /**
             * Note
             * @default
             */
            note: string;
            /** Cited */
            cited?: components["schemas"]["PlanCited"][];
        };
        /**
         * PlanNote
         * @description What to say of a subject: `plan`, `point:CODE`, `source:CODE`, `factor:NAME`; empty takes back.
         */
        PlanNote: {
            /** Subject */
            subject: string;
            /** Values */
            values: {
                [key: string]: string;
            };
            /**
             * Reason
             * @default
             */
            reason: string;
            /** Enterprise */
            enterprise?: string | null;
        };
        /**
         * PlanPointOut
         * @description A meter, computed point or report of a source.
         */
        PlanPointOut: {
            /** Point */
            point: string;
            /** Name Zh */
            name_zh: string;
            /** Name En */
            name_en: string;
            /** Serial */
            serial: string | null;
            /** Kind */
            kind: string;
            /** Weight */
            weight: number;
            /** Accuracy Class */
            accuracy_class: string | null;
            /** Limit Percent */
            limit_percent: string | null;
            /** Limit Citation */
            limit_citation: string;
            /** Multiplier */
            multiplier: string;
            /** Calibrated To */
            calibrated_to: number | null;
            /** Certificate */
            certificate: string | null;
            /** Period S */
            period_s: number;
            /** Said */
            said: {
                [key: string]: string;
            };
            /** Findings */
            findings: string[];
        };
        /**
         * PlanPolicy
         * @description A price, a cap, a subsidy, a standard, a peak year or a budget of capital.
         */
        PlanPolicy: {
            /**
             * Kind
             * @enum {string}
             */
            kind: "carbon_price" | "emission_cap" | "subsidy" | "standard" | "peak" | "capital_budget";
            /** Start */
            start: number;
            /**
             * Value
             * @default 0
             */
            value: number;
            /**
             * Item
             * @default
             */
            item: string;
        };
        /**
         * PlanPreview
         * @description A scenario that is being edited, to be followed at once.
         */
        PlanPreview: {
            scenario: components["schemas"]["PlanScenario"];
            /**
             * End
             * @default 2060
             */
            end: number;
        };
        /**
         * PlanPush
         * @description A plan's years as the park's targets; `scenario` of a pathway, the first where none is named.
         */
        PlanPush: {
            /** Scenario */
            scenario?: string | null;
            /**
             * Note
             * @default
             */
            note: string;
        };
        /**
         * PlanRange
         * @description Lowest, likeliest, highest.
         */
        PlanRange: {
            /** Low */
            low: number;
            /** Mode */
            mode: number;
            /** High */
            high: number;
        };
        /**
         * PlanSaid
         * @description A version of a field.
         */
        PlanSaid: {
            /** Field */
            field: string;
            /** Value */
            value: string;
            /** Reason */
            reason: string;
            /** Author */
            author: string;
            /**
             * Created At
             * Format: date-time
             */
            created_at: string;
        };
        /**
         * PlanScenario
         * @description A planned future: levers, what is not known of them, and what is assumed in words.
         */
        PlanScenario: {
            /** Name Zh */
            name_zh: string;
            /** Name En */
            name_en: string;
            /** Levers */
            levers: components["schemas"]["PlanLever"][];
            uncertainty?: components["schemas"]["PlanUncertainty"];
            /**
             * Assumptions
             * @default
             */
            assumptions: string;
        };
        /**
         * PlanSector
         * @description A part of the park: share of output, energy [GJ] and process [t] per 10⁴ yuan, mix of carriers.
         */
        PlanSector: {
            /** Name */
            name: string;
            /** Share */
            share: number;
            /** Intensity */
            intensity: number;
            /**
             * Process
             * @default 0
             */
            process: number;
            /** Mix */
            mix: {
                [key: string]: number;
            };
        };
        /**
         * PlanShape
         * @description Where a place is; corners in 1/10000 of the width and height of the image, from its upper left.
         */
        PlanShape: {
            /**
             * Kind
             * @enum {string}
             */
            kind: "enterprise" | "node";
            /** Code */
            code: string;
            /** Corners */
            corners: [
                number,
                number
            ][];
        };
        /**
         * PlanSourceOut
         * @description A source, with the factor that would price it today.
         */
        PlanSourceOut: {
            /** Source */
            source: string;
            /** Name Zh */
            name_zh: string;
            /** Name En */
            name_en: string;
            /** Enterprise */
            enterprise: string | null;
            /** Category */
            category: string;
            /** Carrier */
            carrier: string;
            /** Scope */
            scope: number;
            /** Formula */
            formula: string;
            /** Citation */
            citation: string;
            /** Factor */
            factor: string;
            /** Factor Value */
            factor_value: string | null;
            /** Factor Citation */
            factor_citation: string | null;
            /** Said */
            said: {
                [key: string]: string;
            };
            /** Points */
            points: components["schemas"]["PlanPointOut"][];
        };
        /**
         * PlanTarget
         * @description A target of a year: carbon [t CO2] or energy [GJ], of an enterprise or (null) the park.
         */
        PlanTarget: {
            /**
             * Kind
             * @enum {string}
             */
            kind: "carbon" | "energy";
            /** Year */
            year: number;
            /** Value */
            value: number;
            /** Enterprise */
            enterprise?: string | null;
        };
        /**
         * PlanTargetsSaved
         * @description Targets to be put in force.
         */
        PlanTargetsSaved: {
            /** Targets */
            targets: components["schemas"]["PlanTarget"][];
            /**
             * Note
             * @default
             */
            note: string;
        };
        /**
         * PlanUncertainty
         * @description What part of each aspect is reached, the spread of growth [points of %/a] and of fuel factors [-].
         */
        PlanUncertainty: {
            /** Achieved */
            achieved?: {
                [key: string]: components["schemas"]["PlanRange"];
            };
            /**
             * Growth Sd
             * @default 0
             */
            growth_sd: number;
            /**
             * Factor Sd
             * @default 0
             */
            factor_sd: number;
        };
        /**
         * Plans
         * @description Plans, the newest first.
         */
        Plans: {
            /** Plans */
            plans: components["schemas"]["PlanLine"][];
            /** Cursor */
            cursor: string | null;
        };
        /**
         * Plausible
         * @description The judgement; `found` and `limit` are what was compared, in the point's unit (counters: per hour).
         */
        Plausible: {
            /** Ok */
            ok: boolean;
            /**
             * Code
             * @enum {string}
             */
            code: "ok" | "negative" | "above_max_rate" | "too_many_digits" | "backwards" | "standing" | "unit_guess" | "other_unit" | "wrong_type" | "bad" | "stale" | "future";
            /** Message */
            message: string;
            guess: components["schemas"]["Guess"] | null;
            /** Found */
            found: number | null;
            /** Limit */
            limit: number | null;
        };
        /**
         * Point
         * @description One point of a term: quantity = Σ weight × value × multiplier, in base units.
         */
        Point: {
            /** Point */
            point: string;
            /** Name Zh */
            name_zh: string;
            /** Name En */
            name_en: string;
            /** Weight */
            weight: number;
            /** Value */
            value: number;
            /** Unit */
            unit: string;
            /** Time */
            time: number;
            /** Multiplier */
            multiplier: number;
            /** Reported */
            reported: boolean;
        };
        /**
         * PointAllocation
         * @description How a shared meter is divided for a time.
         */
        PointAllocation: {
            /** Id */
            id: number;
            /** Method */
            method: string;
            /** Valid From */
            valid_from: number;
            /** Valid To */
            valid_to: number | null;
            /** Author */
            author: string;
            /** Reason */
            reason: string;
            /** Shares */
            shares: components["schemas"]["AllocationPart"][];
        };
        /**
         * PointChoice
         * @description A point by its name, with what it measures.
         */
        PointChoice: {
            /** Code */
            code: string;
            /** Name Zh */
            name_zh: string;
            /** Name En */
            name_en: string;
            /** Unit */
            unit: string;
            /** Quantity */
            quantity: string;
            /** Carrier */
            carrier: string;
            /**
             * Kind
             * @enum {string}
             */
            kind: "register" | "interval" | "gauge" | "virtual";
            /** Integrated */
            integrated: boolean;
        };
        /**
         * PointChoices
         * @description Points by code; `cursor` where there are more. `carriers`: of all points that one sees.
         */
        PointChoices: {
            /** Points */
            points: components["schemas"]["PointChoice"][];
            /** Carriers */
            carriers: string[];
            /** Cursor */
            cursor: string | null;
        };
        /**
         * PointLife
         * @description One point and everything that was done to it.
         */
        PointLife: {
            point: components["schemas"]["MeterPoint"];
            device: components["schemas"]["Device"] | null;
            /**
             * Base Unit
             * @description Wh, J, mL, g or 1: the unit of names that end in _base
             */
            base_unit: string;
            /**
             * Base Per Unit
             * @description base units in one unit of the point
             */
            base_per_unit: number;
            /** Formula */
            formula: {
                [key: string]: unknown;
            } | null;
            /** Bindings */
            bindings: components["schemas"]["MeterBinding"][];
            /** Events */
            events: components["schemas"]["LifeEvent"][];
            /** Corrections */
            corrections: components["schemas"]["LifeCorrection"][];
            /** Inputs */
            inputs: components["schemas"]["Relative"][];
            /** Dependents */
            dependents: components["schemas"]["Relative"][];
            /** Children */
            children: components["schemas"]["Relative"][];
            /** Uses */
            uses: components["schemas"]["Use"][];
            /** Allocations */
            allocations: components["schemas"]["PointAllocation"][];
            /** Conversions */
            conversions: components["schemas"]["Conversion"][];
            /** Rules */
            rules: components["schemas"]["PointRule"][];
        };
        /**
         * PointRecord
         * @description A report or a stock balance of [from, to); what does not count is told, too, and why it could not.
         *
         *     `report` is the version to open; a stock balance has none, and nobody approves it.
         */
        PointRecord: {
            /**
             * Kind
             * @enum {string}
             */
            kind: "bill" | "manual" | "driver" | "stock";
            /** Report */
            report: number | null;
            /** From */
            from: number;
            /** To */
            to: number;
            /** Amount Base */
            amount_base: number;
            /** Counts */
            counts: boolean;
            /** Quantity */
            quantity: string | null;
            /** Unit */
            unit: string | null;
            /** Account */
            account: string;
            /** Purpose */
            purpose: string;
            /** Note */
            note: string;
            /** Authors */
            authors: string[];
            /** Approved By */
            approved_by: string | null;
            /** Approved At */
            approved_at: number | null;
            stock: components["schemas"]["StockBalance"] | null;
            /** Evidence */
            evidence: components["schemas"]["Evidence"][];
        };
        /**
         * PointRule
         * @description A rule of validation as it applies to the point.
         */
        PointRule: {
            /** Name */
            name: string;
            /**
             * Severity
             * @enum {string}
             */
            severity: "information" | "warning" | "error";
            /**
             * Origin
             * @enum {string}
             */
            origin: "settlement" | "check";
            /** Condition */
            condition: string;
            /** Effect */
            effect: string;
            /** Source */
            source: string;
            /**
             * Is Own
             * @description some parameter was set for this point
             */
            is_own: boolean;
            /** Parameters */
            parameters: components["schemas"]["RuleParameter"][];
        };
        /**
         * PointSeries
         * @description A point over time: `amounts` of registers and virtual points, `rates` of gauges.
         *
         *     `bucket` is how long a point of it is on the local clock: the step, or coarser where so many points fit
         *     as `max_points` says. Amounts of a bucket are added up, rates are its mean, least and greatest.
         */
        PointSeries: {
            /** Point */
            point: string;
            /**
             * Step
             * @enum {string}
             */
            step: "quarter" | "hour" | "day";
            /**
             * Bucket
             * @description ISO 8601
             * @enum {string}
             */
            bucket: "PT15M" | "PT30M" | "PT1H" | "PT2H" | "PT3H" | "PT6H" | "PT12H" | "P1D" | "P7D" | "P1M";
            /** Base Unit */
            base_unit: string;
            /** Amounts */
            amounts: components["schemas"]["Amount"][];
            /** Rates */
            rates: components["schemas"]["Rate"][];
        };
        /**
         * PointState
         * @description A point: when it was last heard (null: not for five weeks), and its open findings by rule.
         */
        PointState: {
            /** Point */
            point: string;
            /** Name Zh */
            name_zh: string;
            /** Name En */
            name_en: string;
            /** Enterprise */
            enterprise: string | null;
            /** Kind */
            kind: string;
            /** Carrier */
            carrier: string;
            /** Last */
            last: number | null;
            /** Late */
            late: boolean;
            /** Findings */
            findings: {
                [key: string]: number;
            };
        };
        /**
         * PortfolioRequest
         * @description Measures against the emissions of a scenario, under policies.
         */
        PortfolioRequest: {
            /** Name */
            name: string;
            /** Scenario */
            scenario: string;
            /**
             * Start
             * @default 2026
             */
            start: number;
            /**
             * End
             * @default 2060
             */
            end: number;
            /** Measures */
            measures?: string[] | null;
            /** Policies */
            policies?: components["schemas"]["PlanPolicy"][];
            /**
             * Seconds
             * @default 60
             */
            seconds: number;
        };
        /**
         * PortfolioResult
         * @description The cheapest choice found, and how far it may be from the cheapest there is.
         */
        PortfolioResult: {
            /**
             * Status
             * @enum {string}
             */
            status: "optimal" | "limit" | "infeasible";
            /** Gap */
            gap: number | null;
            /** Cost */
            cost: number;
            /** Without */
            without: number;
            /** Years */
            years: number[];
            /** Emissions */
            emissions: number[];
            /** Baseline */
            baseline: number[];
            /** Cap */
            cap: (number | null)[];
            /** Capital */
            capital: number[];
            /** Yearly */
            yearly: number[];
            /** Built */
            built: components["schemas"]["BuiltMeasure"][];
            /** Service */
            service: {
                [key: string]: number[];
            };
            /** Marginal */
            marginal: components["schemas"]["CapMarginal"][];
            /** Missed */
            missed: components["schemas"]["MissedLimit"][];
            /** Left Out */
            left_out: string[];
        };
        /**
         * PowerFactor
         * @description A month's power factor; `percent` of `basis` is added (positive) or taken off.
         */
        PowerFactor: {
            /** Factor */
            factor: string | null;
            /** Reference */
            reference: string;
            /** Percent */
            percent: string | null;
            /** Basis */
            basis: string;
            /** Active Wh */
            active_wh: number;
            /** Reactive Varh */
            reactive_varh: number;
        };
        /**
         * PowerFactorTerms
         * @description The adjustment: knots (power factor, percent); without knots the table of 1983 for the reference.
         */
        PowerFactorTerms: {
            /**
             * Reference
             * @enum {string}
             */
            reference: "0.90" | "0.85" | "0.80";
            /**
             * Adjustment
             * @default []
             */
            adjustment: [
                string,
                string
            ][];
        };
        /**
         * PreviewBody
         * @description A mapping, which may be incomplete, and a message to try it on.
         */
        PreviewBody: {
            mapping: components["schemas"]["MappingBody"];
            /** Sample */
            sample: string;
            /** Topic */
            topic?: string | null;
        };
        /**
         * PreviewCandidate
         * @description A number of the message: 0 to 100, how likely a meter's it is; `point` is the one that it may be.
         */
        PreviewCandidate: {
            /** Path */
            path: string;
            /** Value */
            value: number | string | null;
            /** Point */
            point: string | null;
            /** Score */
            score: number;
            /** Reasons */
            reasons: components["schemas"]["PreviewReason"][];
        };
        /**
         * PreviewFinding
         * @description A finding that would go or come.
         */
        PreviewFinding: {
            /** Point */
            point: string;
            /** Rule */
            rule: string;
            /**
             * Severity
             * @enum {string}
             */
            severity: "information" | "warning" | "error";
            /** Time */
            time: number;
            /** Detail */
            detail: string;
        };
        /**
         * PreviewProblem
         * @description Why the mapping cannot be used, or makes nothing of the message.
         */
        PreviewProblem: {
            /** Code */
            code: string;
            /** Message */
            message: string;
            /** Field */
            field: string | null;
            /** Point */
            point: string | null;
        };
        /**
         * PreviewReading
         * @description A reading that the mapping would make of the message.
         */
        PreviewReading: {
            /** Point */
            point: string;
            /** Value */
            value: number | string | null;
            /** Time */
            time: number;
            /** Unit */
            unit: string;
            plausible: components["schemas"]["Plausible"];
        };
        /**
         * PreviewReason
         * @description What speaks for a number, or against it.
         */
        PreviewReason: {
            /** Code */
            code: string;
            /** Message */
            message: string;
            /** Weight */
            weight: number;
        };
        /**
         * QualityPlan
         * @description The plan of a park, or of an enterprise.
         */
        QualityPlan: {
            /** Enterprise */
            enterprise: string | null;
            /** Name Zh */
            name_zh: string;
            /** Name En */
            name_en: string;
            /** Said */
            said: {
                [key: string]: string;
            };
            /** Findings */
            findings: components["schemas"]["PlanFinding"][];
            /** Sources */
            sources: components["schemas"]["PlanSourceOut"][];
        };
        /**
         * QuarantineGroup
         * @description How many items of one device or edge (neither: of nobody known) wait for one reason.
         */
        QuarantineGroup: {
            /** Reason */
            reason: string;
            /** Device */
            device: string | null;
            /** Edge */
            edge: string | null;
            /** Count */
            count: number;
        };
        /**
         * QuarantineItem
         * @description One message, or one reading of it (`reading_index`), with the reason.
         */
        QuarantineItem: {
            /** Id */
            id: number;
            /** Topic */
            topic: string;
            /** Reason */
            reason: string;
            /** Detail */
            detail: string;
            /** Payload */
            payload: string;
            /** Payload Bytes */
            payload_bytes: number;
            /** Reading Index */
            reading_index: number | null;
            /** Received At */
            received_at: number;
            /**
             * State
             * @enum {string}
             */
            state: "open" | "replayed" | "dismissed";
            /** Resolved At */
            resolved_at: number | null;
            /** Resolved By */
            resolved_by: string | null;
            /** Note */
            note: string | null;
        };
        /**
         * QuarantinePage
         * @description Items, the newest first; `cursor` continues where there are more. `groups` is what waits.
         */
        QuarantinePage: {
            /** Items */
            items: components["schemas"]["QuarantineItem"][];
            /** Cursor */
            cursor: string | null;
            /** Groups */
            groups: components["schemas"]["QuarantineGroup"][];
        };
        /**
         * Quarter
         * @description A quarter hour of the line; `start` in ms.
         */
        Quarter: {
            /** Start */
            start: number;
            /** G Per H */
            g_per_h: number;
            /** Estimated */
            estimated: boolean;
        };
        /**
         * Question
         * @description Parks, by code.
         */
        Question: {
            /** Parks */
            parks: string[];
        };
        /**
         * Range
         * @description Local time [start, end) on quarter hours.
         */
        Range: {
            /** Start */
            start: string;
            /** End */
            end: string;
            /**
             * Period
             * @enum {string}
             */
            period: "sharp" | "peak" | "flat" | "valley" | "deep_valley";
        };
        /**
         * Ranked
         * @description An account's figures in a list.
         */
        Ranked: {
            owner: components["schemas"]["parkcarbon_saas__features__costs__schemas__Owner"];
            /** Energy Wh */
            energy_wh: number;
            /** Total */
            total: string | null;
            /** Mean Price */
            mean_price: string | null;
            /** Estimated Share */
            estimated_share: number;
            /** Coverage */
            coverage: number | null;
            /** Power Factor */
            power_factor: string | null;
            /** Demand Share */
            demand_share: number | null;
        };
        /**
         * Ranking
         * @description Every account that the caller may see, the park's own first, then by cost.
         */
        Ranking: {
            /** Start */
            start: number;
            /** End */
            end: number;
            /** Currency */
            currency: string | null;
            /** Accounts */
            accounts: components["schemas"]["Ranked"][];
            /**
             * Largest
             * @description total of the dearest enterprise of all pages
             */
            largest: string | null;
            /**
             * Cursor
             * @description of the next page; null: there is none
             */
            cursor: string | null;
        };
        /**
         * Rate
         * @description A gauge in a bucket, in the unit as read.
         */
        Rate: {
            /** Start */
            start: number;
            /** Mean */
            mean: number;
            /** Low */
            low: number;
            /** High */
            high: number;
            /** Readings */
            readings: number;
        };
        /**
         * Ratio
         * @description The sum of the terms over the electricity used: what the terms purchase, plus `points`.
         */
        Ratio: {
            /** Value */
            value: number | null;
            /** Unit */
            unit: string;
            /** Denominator */
            denominator: number;
            /** Denominator Unit */
            denominator_unit: string;
            /** Points */
            points: components["schemas"]["Point"][];
        };
        /**
         * ReadTable
         * @description What was read from a file; `numeric`: which columns hold numbers alone.
         */
        ReadTable: {
            table: components["schemas"]["AnalysisTable"];
            /** Numeric */
            numeric: boolean[];
        };
        /**
         * Reading
         * @description A reading as delivered; `exact` where a float cannot hold it; `quality` is an OPC UA StatusCode.
         */
        Reading: {
            /** Time */
            time: number;
            /** Value */
            value: number | null;
            /** Exact */
            exact: string | null;
            /** Quality */
            quality: number;
            batch: components["schemas"]["Batch"];
        };
        /**
         * Readings
         * @description Raw readings, the newest first; `cursor` continues where there are more.
         */
        Readings: {
            /** Point */
            point: string;
            /** Readings */
            readings: components["schemas"]["Reading"][];
            /** Cursor */
            cursor: string | null;
            /** Archived */
            archived: components["schemas"]["Archived"][];
        };
        /**
         * Ready
         * @description Whether the servers that are needed answer.
         */
        Ready: {
            /** Ready */
            ready: boolean;
            /** Database */
            database: boolean;
            /** Cache */
            cache: boolean;
            /** Broker */
            broker: boolean;
        };
        /**
         * RecentFigures
         * @description The current hours of the last 30 days, added up [base unit, mg].
         */
        RecentFigures: {
            /** Hours */
            hours: number;
            /** Provisional Hours */
            provisional_hours: number;
            /** Fallback Hours */
            fallback_hours: number;
            /** Quantity */
            quantity: number;
            /** Estimated */
            estimated: number;
            /** Co2 Mg */
            co2_mg: number;
            /** Gas Mg */
            gas_mg: number;
            /** Last Hour */
            last_hour: number;
        };
        /**
         * Reconciliation
         * @description A bill against its meter, in the bill's unit.
         */
        Reconciliation: {
            report: components["schemas"]["Report"];
            /**
             * State
             * @enum {string}
             */
            state: "agrees" | "differs" | "incomplete" | "unmeasured";
            /** Billed */
            billed: string;
            /** Measured */
            measured: string;
            /** Difference */
            difference: string;
            /** Difference Share */
            difference_share: number | null;
            /** Estimated Share */
            estimated_share: number;
            /** Coverage */
            coverage: number;
            /** Tolerance */
            tolerance: number;
            /** Months */
            months: components["schemas"]["parkcarbon_saas__features__activity__schemas__Part"][];
        };
        /**
         * Reconciliations
         * @description Bills that name a meter, by period: how many there are, and how many differ, on all pages.
         *
         *     `cursor` where there are more.
         */
        Reconciliations: {
            /** Bills */
            bills: components["schemas"]["Reconciliation"][];
            /** Total */
            total: number;
            /** Differing */
            differing: number;
            /** Cursor */
            cursor: string | null;
        };
        /**
         * RecordPoint
         * @description A record point as it is computed.
         */
        RecordPoint: {
            /** Name Zh */
            name_zh: string;
            /** Name En */
            name_en: string;
            /** Enterprise */
            enterprise?: string | null;
            /**
             * Records
             * @enum {string}
             */
            records: "bills" | "stock" | "output";
            /** Item */
            item: string;
            /** Purpose */
            purpose?: ("" | "energy" | "industry" | "building" | "transport" | "infrastructure") | null;
            /** Account */
            account?: string | null;
            /** Quantity */
            quantity: string;
            /** Carrier */
            carrier: string;
            /** Unit */
            unit: string;
            /** Reference State */
            reference_state?: string | null;
            /** Point */
            point: string;
            fed: components["schemas"]["FedBy"];
            ended: components["schemas"]["Ended"] | null;
        };
        /**
         * RecordPoints
         * @description The record points, by code; `cursor` where there are more.
         */
        RecordPoints: {
            /** Points */
            points: components["schemas"]["RecordPoint"][];
            /** Cursor */
            cursor: string | null;
        };
        /**
         * Records
         * @description What the quarter hours of a point are made of, the newest first; `cursor` where there is more.
         */
        Records: {
            /** Point */
            point: string;
            /** Records */
            records: components["schemas"]["PointRecord"][];
            /** Cursor */
            cursor: string | null;
        };
        /**
         * RecoveryCodes
         * @description Codes that work once each, for who lost the phone: shown now and never again.
         */
        RecoveryCodes: {
            /** Codes */
            codes: string[];
        };
        /**
         * Rejection
         * @description What has to be corrected.
         */
        Rejection: {
            /** Note */
            note: string;
        };
        /**
         * Relative
         * @description Another point, and what it is to this one.
         */
        Relative: {
            /** Code */
            code: string;
            /** Name Zh */
            name_zh: string;
            /** Name En */
            name_en: string;
            /** Unit */
            unit: string;
            /** Role */
            role: string;
        };
        /**
         * Release
         * @description Why a lock is released.
         */
        Release: {
            /**
             * Reason
             * @description why, for those who look later
             */
            reason: string;
        };
        /**
         * Remainder
         * @description The remainder of a meter, and the meters that make it.
         */
        Remainder: {
            parent: components["schemas"]["parkcarbon_saas__features__meters__schemas__Named"];
            /** Unit */
            unit: string;
            /**
             * Step
             * @enum {string}
             */
            step: "quarter" | "hour" | "day";
            /**
             * Bucket
             * @description ISO 8601: the step, or coarser where `max_points` says so
             * @enum {string}
             */
            bucket: "PT15M" | "PT30M" | "PT1H" | "PT2H" | "PT3H" | "PT6H" | "PT12H" | "P1D" | "P7D" | "P1M";
            /** Base Unit */
            base_unit: string;
            /** Generation */
            generation: components["schemas"]["parkcarbon_saas__features__meters__schemas__Named"][];
            /** Children */
            children: components["schemas"]["parkcarbon_saas__features__meters__schemas__Named"][];
            /**
             * Contradiction
             * @description of the whole span
             */
            contradiction: boolean;
            /**
             * Shared
             * @description others' sub-meters are below it, too: no step is comparable
             */
            shared: boolean;
            /** Amounts */
            amounts: components["schemas"]["RemainderAmount"][];
        };
        /**
         * RemainderAmount
         * @description A step: `amount_base` = parent + generation − children; below zero there is more below than above.
         *
         *     `covered_s` is the least of all meters; not `comparable`: some of them lack a part that others have, or
         *     others' sub-meters are below it.
         */
        RemainderAmount: {
            /** Start */
            start: number;
            /** Amount Base */
            amount_base: number;
            /** Parent Base */
            parent_base: number;
            /** Generation Base */
            generation_base: number;
            /** Children Base */
            children_base: number;
            /**
             * Estimated Base
             * @description Σ estimated of all meters, at most all of it
             */
            estimated_base: number;
            /** Covered S */
            covered_s: number;
            /** Comparable */
            comparable: boolean;
            /**
             * Contradiction
             * @description below zero by more than meters may be off
             */
            contradiction: boolean;
        };
        /**
         * Replacement
         * @description What stands in a source's place from a local day on.
         */
        Replacement: {
            /** Code */
            code: string;
            /**
             * From
             * Format: date
             */
            from: string;
            definition: components["schemas"]["SourceDefinition"];
            /**
             * Reason
             * @description why, for those who look later
             */
            reason: string;
        };
        /**
         * Replay
         * @description How to replay: as it is, corrected, or with its key bound to a point.
         */
        Replay: {
            /** Payload */
            payload?: string | null;
            /** Point */
            point?: string | null;
        };
        /**
         * ReplayAll
         * @description Which open items; what is not given is not asked for. `after` is `following` of the call before.
         */
        ReplayAll: {
            /** Reason */
            reason?: string | null;
            /** Device */
            device?: string | null;
            /** Edge */
            edge?: string | null;
            /**
             * After
             * @default 0
             */
            after: number;
        };
        /**
         * Replayed
         * @description What a replay brought.
         */
        Replayed: {
            /** Readings */
            readings: number;
            /** Quarantined */
            quarantined: number;
        };
        /**
         * ReplayedAll
         * @description Items replayed, readings stored, items that still cannot be stored, and where to go on.
         */
        ReplayedAll: {
            /** Replayed */
            replayed: number;
            /** Readings */
            readings: number;
            /** Still Bad */
            still_bad: number;
            /** Following */
            following: number | null;
        };
        /**
         * Report
         * @description A version of a report; `report` is the same for all versions of one.
         */
        Report: {
            /** Id */
            id: number;
            /** Report */
            report: number;
            /** Version */
            version: number;
            /** Enterprise */
            enterprise: string | null;
            /** Kind */
            kind: string;
            /** Item */
            item: string;
            /** Purpose */
            purpose: string;
            /** Account */
            account: string;
            /** Point */
            point: string | null;
            /**
             * From Day
             * Format: date
             */
            from_day: string;
            /**
             * To Day
             * Format: date
             */
            to_day: string;
            /** Quantity */
            quantity: string;
            /** Unit */
            unit: string;
            /** Cost */
            cost: string | null;
            /** Currency */
            currency: string | null;
            /** Note */
            note: string;
            /** Comment */
            comment: string;
            /** Author */
            author: string;
            /** Created At */
            created_at: number;
            /**
             * State
             * @enum {string}
             */
            state: "draft" | "submitted" | "approved" | "rejected" | "withdrawn";
            /** State By */
            state_by: string;
            /** State At */
            state_at: number;
            /** State Note */
            state_note: string;
            /** Is Newest */
            is_newest: boolean;
            /** Evidence */
            evidence: number[];
        };
        /**
         * Reports
         * @description Of each report the newest version that was not withdrawn.
         */
        Reports: {
            /** Reports */
            reports: components["schemas"]["Report"][];
            /** Cursor */
            cursor: string | null;
        };
        /**
         * Resource
         * @description A carrier in the span, and in the calendar year of its last day up to its end.
         */
        Resource: {
            /**
             * Carrier
             * @enum {string}
             */
            carrier: "water" | "water_reused" | "solid_waste" | "solid_waste_used" | "waste_heat_available" | "waste_heat";
            /** Unit */
            unit: string;
            /** Per Unit */
            per_unit: number;
            /** Quantity */
            quantity: number;
            /** Estimated */
            estimated: number;
            /** Year Quantity */
            year_quantity: number;
            /** Points */
            points: string[];
            /** Days */
            days: components["schemas"]["ResourceDay"][];
            /** Owners */
            owners: components["schemas"]["ResourceOwner"][];
        };
        /**
         * ResourceDay
         * @description A local day's amount.
         */
        ResourceDay: {
            /**
             * Day
             * Format: date
             */
            day: string;
            /** Quantity */
            quantity: number;
            /** Estimated */
            estimated: number;
        };
        /**
         * ResourceOwner
         * @description An enterprise's amount; enterprise null: the park's own meters.
         */
        ResourceOwner: {
            /** Enterprise */
            enterprise: string | null;
            /** Name Zh */
            name_zh: string | null;
            /** Name En */
            name_en: string | null;
            /** Quantity */
            quantity: number;
        };
        /**
         * ResourceRate
         * @description A guiding indicator of the year so far; value null: not measured.
         */
        ResourceRate: {
            /**
             * Code
             * @enum {string}
             */
            code: "water_reuse" | "solid_waste_use" | "waste_heat_use";
            /** Value */
            value: number | null;
            /** Target */
            target: number;
        };
        /**
         * Resources
         * @description What is measured; `source` is where the targets are from.
         */
        Resources: {
            /** Start */
            start: number;
            /** End */
            end: number;
            /** Year Start */
            year_start: number;
            /** Resources */
            resources: components["schemas"]["Resource"][];
            /** Rates */
            rates: components["schemas"]["ResourceRate"][];
            /** Source */
            source: string;
        };
        /**
         * Restate
         * @description A period [from, to) in full hours, priced by the sets in force.
         */
        Restate: {
            /** From */
            from: number;
            /** To */
            to: number;
            /**
             * Reason
             * @description why, for those who look later
             */
            reason: string;
        };
        /**
         * Restated
         * @description What a restatement changes, by source and factor; CO2, and all gases weighed by the set `gwp`.
         */
        Restated: {
            /** Lines */
            lines: components["schemas"]["RestatedLine"][];
            /** Unpriced */
            unpriced: components["schemas"]["UnpricedHours"][];
            /** Gwp */
            gwp: string;
            /** Before Mg */
            before_mg: number;
            /** After Mg */
            after_mg: number;
            /** Held Mg */
            held_mg: number;
            /** Before Co2E Mg */
            before_co2e_mg: number;
            /** After Co2E Mg */
            after_co2e_mg: number;
            /** Held Co2E Mg */
            held_co2e_mg: number;
        };
        /**
         * RestatedLine
         * @description Hours of a source whose factor changes; of the held ones a lock decides, `held_mg` is their change.
         */
        RestatedLine: {
            /** Source */
            source: string;
            before: components["schemas"]["FactorVersion"];
            after: components["schemas"]["FactorVersion"];
            /** Hours */
            hours: number;
            /** Before Mg */
            before_mg: number;
            /** After Mg */
            after_mg: number;
            /** Before Co2E Mg */
            before_co2e_mg: number;
            /** After Co2E Mg */
            after_co2e_mg: number;
            /** Held Hours */
            held_hours: number;
            /** Held Mg */
            held_mg: number;
            /** Held Co2E Mg */
            held_co2e_mg: number;
            /** Fallback Before */
            fallback_before: number;
            /** Fallback After */
            fallback_after: number;
        };
        /**
         * Restatement
         * @description One that runs or ran; `progress` is 0 to 1, sums are of what has been done so far.
         */
        Restatement: {
            /** Id */
            id: number;
            /** From */
            from: number;
            /** To */
            to: number;
            /** Reason */
            reason: string;
            /** Author */
            author: string | null;
            /**
             * State
             * @enum {string}
             */
            state: "queued" | "running" | "done" | "failed" | "dead" | "cancelled";
            /** Progress */
            progress: number;
            /** Error */
            error: string | null;
            /** Created At */
            created_at: number;
            /** Finished At */
            finished_at: number | null;
            /** Hours */
            hours: number;
            /** Before Mg */
            before_mg: number;
            /** After Mg */
            after_mg: number;
            /** Held Hours */
            held_hours: number;
        };
        /**
         * Restatements
         * @description Restatements, the newest first.
         */
        Restatements: {
            /** Restatements */
            restatements: components["schemas"]["Restatement"][];
            /** Cursor */
            cursor: string | null;
        };
        /**
         * Revision
         * @description A second value of the same time; `stored` is the one in use. Once accepted they have changed places.
         */
        Revision: {
            /** Id */
            id: number;
            /** Point */
            point: string;
            /** Name Zh */
            name_zh: string;
            /** Name En */
            name_en: string;
            /** Enterprise */
            enterprise: string | null;
            /** Unit */
            unit: string;
            /** Time */
            time: number;
            /** Value */
            value: number | null;
            /** Stored */
            stored: number | null;
            /** Edge */
            edge: string;
            /** Received At */
            received_at: number;
            /**
             * State
             * @enum {string}
             */
            state: "open" | "accepted" | "dismissed";
            /** Resolved At */
            resolved_at: number | null;
            /** Resolved By */
            resolved_by: string | null;
            /** Note */
            note: string | null;
        };
        /**
         * Revisions
         * @description Contradicting readings, the newest first.
         */
        Revisions: {
            /** Revisions */
            revisions: components["schemas"]["Revision"][];
            /** Cursor */
            cursor: string | null;
        };
        /**
         * RowFault
         * @description What is wrong in one place of a file; the header is row 1.
         */
        RowFault: {
            /** Row */
            row: number;
            /** Column */
            column: string;
            /** Value */
            value: string;
            /** Code */
            code: string;
            /** Message */
            message: string;
        };
        /**
         * RuleCount
         * @description Open findings of a rule.
         */
        RuleCount: {
            /** Rule */
            rule: string;
            /**
             * Severity
             * @enum {string}
             */
            severity: "information" | "warning" | "error";
            /** Count */
            count: number;
        };
        /**
         * RuleParameter
         * @description A number of a rule, and what it is where nobody set it.
         */
        RuleParameter: {
            /** Name */
            name: string;
            /** Value */
            value: number;
            /** Default */
            default: number;
            /** Unit */
            unit: string;
        };
        /**
         * RulesetGroup
         * @description A heading of a ruleset's table.
         */
        RulesetGroup: {
            /** Key */
            key: string;
            /** Name Zh */
            name_zh: string;
            /** Name En */
            name_en: string;
        };
        /**
         * RulesetOut
         * @description A ruleset, as far as people choose by it.
         */
        RulesetOut: {
            /** Code */
            code: string;
            /** Name Zh */
            name_zh: string;
            /** Name En */
            name_en: string;
            /** Boundaries */
            boundaries: string[];
            /** Gases */
            gases: string[] | null;
            /** Netting */
            netting: string;
            /** Bases */
            bases: ("location" | "market")[];
            /** Fallback */
            fallback: string;
            /** Heat */
            heat: string;
            /** Evidence */
            evidence: string[];
            /** Approaches */
            approaches: string[];
            /** Groups */
            groups: components["schemas"]["RulesetGroup"][];
            /** Provisional */
            provisional: boolean;
            /** Note Zh */
            note_zh: string;
            /** Note En */
            note_en: string;
            /** Citation */
            citation: string;
        };
        /**
         * Rung
         * @description A step; where it is not `ok`, `code` says why, `detail` with what was found, `remedy` what to do.
         *
         *     `says` names the sentence of `detail` for translation, with `facts` in it; null: it has no language.
         */
        Rung: {
            /** Rung */
            rung: string;
            /**
             * State
             * @enum {string}
             */
            state: "waiting" | "ok" | "failed";
            /** Time */
            time: number | null;
            /** Code */
            code: string | null;
            /** Detail */
            detail: string | null;
            /** Remedy */
            remedy: string | null;
            /** Says */
            says: string | null;
            /** Facts */
            facts: {
                [key: string]: string;
            };
        };
        /**
         * SavedAnswers
         * @description What was answered, by whoever knew this version.
         */
        SavedAnswers: {
            /** Version */
            version: number;
            /** Step */
            step: number;
            answers: components["schemas"]["DraftAnswers-Input"];
        };
        /**
         * SceneAssignment
         * @description The shares of scenes from a local day on; without a day, ever since.
         */
        SceneAssignment: {
            /** From */
            from?: string | null;
            /** Shares */
            shares: {
                [key: string]: number | string;
            };
        };
        /**
         * SceneShare
         * @description A share and the local days on which it holds, both inclusive; `from` 1970-01-01: ever since.
         */
        SceneShare: {
            /**
             * Scene
             * @enum {string}
             */
            scene: "energy" | "industry" | "building" | "transport" | "infrastructure";
            /** Share */
            share: string;
            /**
             * From
             * Format: date
             */
            from: string;
            /** To */
            to: string | null;
        };
        /**
         * Schedule
         * @description The 24 hours of some months and kinds of day.
         */
        Schedule: {
            /** Months */
            months: number[];
            /** Days */
            days: ("workday" | "weekend" | "holiday")[];
            /** Ranges */
            ranges: components["schemas"]["Range"][];
        };
        /**
         * SearchHit
         * @description Something that was found.
         */
        SearchHit: {
            /**
             * Kind
             * @enum {string}
             */
            kind: "point" | "enterprise" | "node" | "edge" | "factor";
            /** Code */
            code: string;
            /** Name Zh */
            name_zh: string;
            /** Name En */
            name_en: string;
            /** Enterprise */
            enterprise: string | null;
            /**
             * Has Place
             * @description of a point: it is in the tree of places
             */
            has_place: boolean;
        };
        /**
         * SearchHits
         * @description What was found, the enterprises first; of each kind the nearest few.
         */
        SearchHits: {
            /** Hits */
            hits: components["schemas"]["SearchHit"][];
        };
        /**
         * Session
         * @description The session: who, the token for unsafe methods, and where one may go.
         */
        Session: {
            user: components["schemas"]["User"];
            /** Csrf */
            csrf: string;
            /**
             * Second Factor
             * @description shown when the session began
             */
            second_factor: boolean;
            /** Memberships */
            memberships: components["schemas"]["Membership"][];
            /** Elsewhere */
            elsewhere: components["schemas"]["ParkElsewhere"][];
        };
        /**
         * SetChoice
         * @description A factor set.
         */
        SetChoice: {
            /** Code */
            code: string;
            /** Title */
            title: string;
            /** Optional */
            optional: boolean;
        };
        /**
         * Share
         * @description A tenant's part; `target` is the tenant's virtual point.
         */
        Share: {
            /** Enterprise */
            enterprise: string | null;
            /** Target */
            target: string;
            /** Weight */
            weight: string | null;
            /** Submeter */
            submeter: string | null;
        };
        /**
         * SitePlan
         * @description The plan as it is; version 0 and no image where there is none.
         */
        SitePlan: {
            /** Version */
            version: number;
            image: components["schemas"]["PlanImage"] | null;
            /** Shapes */
            shapes: components["schemas"]["PlanShape"][];
            /** Author */
            author: string | null;
            /**
             * Saved At
             * @description ms
             */
            saved_at: number | null;
        };
        /**
         * Slice
         * @description One part of the rate.
         */
        Slice: {
            /** Key */
            key: string;
            /**
             * Value
             * @description g/h
             */
            value: number;
        };
        /**
         * SourceAfter
         * @description A source's figures from a local day on [mg of its gas]; `held`: of locked periods, which stay.
         */
        SourceAfter: {
            /** Hours */
            hours: number;
            /** Mass Mg */
            mass_mg: number;
            /** Held Hours */
            held_hours: number;
            /** Held Mg */
            held_mg: number;
        };
        /**
         * SourceChange
         * @description What somebody did to a source.
         */
        SourceChange: {
            /** Action */
            action: string;
            /** Body */
            body: {
                [key: string]: unknown;
            };
            /** Reason */
            reason: string;
            /** Author */
            author: string;
            /** Time */
            time: number;
        };
        /**
         * SourceDefinition
         * @description A source as it shall be; without enterprise the park's own.
         */
        SourceDefinition: {
            /** Name Zh */
            name_zh: string;
            /** Name En */
            name_en: string;
            /** Enterprise */
            enterprise?: string | null;
            /** Category */
            category: string;
            /** Carrier */
            carrier: string;
            /**
             * Scope
             * @enum {integer}
             */
            scope: 1 | 2 | 3;
            /** Formula */
            formula: string;
            /** Factor */
            factor: string;
            /** Factor Region */
            factor_region?: string | null;
            /**
             * Internal Transfer
             * @default false
             */
            internal_transfer: boolean;
            /**
             * Gas
             * @default CO2
             */
            gas: string;
            /** Unit Code */
            unit_code?: string | null;
            /** Scope3 Category */
            scope3_category?: number | null;
            /**
             * Biogenic
             * @default false
             */
            biogenic: boolean;
            /** Valid From */
            valid_from?: string | null;
            /** Valid To */
            valid_to?: string | null;
            /** Activity */
            activity?: components["schemas"]["SourceTerm"][];
            /** Live */
            live?: components["schemas"]["SourceTerm"][];
            /** Scenes */
            scenes: {
                [key: string]: number | string;
            };
        };
        /**
         * SourceDetail
         * @description A source with its formula and its history.
         */
        SourceDetail: {
            source: components["schemas"]["EmissionSource"];
            formula: components["schemas"]["SourceFormula"] | null;
            /** Changes */
            changes: components["schemas"]["SourceChange"][];
            /**
             * Has Figures
             * @description it had figures, or would under a lock: it is ended, never deleted
             */
            has_figures: boolean;
        };
        /**
         * SourceEdit
         * @description What changes no figure: names, the plant, scenes. What is absent stays.
         */
        SourceEdit: {
            /** Name Zh */
            name_zh?: string | null;
            /** Name En */
            name_en?: string | null;
            /** Unit Code */
            unit_code?: string | null;
            scenes?: components["schemas"]["SceneAssignment"] | null;
            /**
             * Reason
             * @description why, for those who look later
             */
            reason: string;
        };
        /**
         * SourceEnd
         * @description The last local day on which a source emits.
         */
        SourceEnd: {
            /**
             * Last Day
             * Format: date
             */
            last_day: string;
            /**
             * Reason
             * @description why, for those who look later
             */
            reason: string;
        };
        /**
         * SourceFormula
         * @description A formula in symbols and words, and what it takes.
         */
        SourceFormula: {
            /** Name */
            name: string;
            /** Symbols */
            symbols: string;
            /** Words Zh */
            words_zh: string;
            /** Words En */
            words_en: string;
            /** Citation */
            citation: string;
            /** Categories */
            categories: string[];
            /** Gases */
            gases: string[];
            /** Bases */
            bases: string[];
        };
        /**
         * SourceProblem
         * @description Why something cannot be calculated.
         */
        SourceProblem: {
            /** Code */
            code: string;
            /** Detail */
            detail: string;
        };
        /**
         * SourceSector
         * @description An industry by GB/T 4754, and its usual sources.
         */
        SourceSector: {
            /** Code */
            code: string;
            /** Name Zh */
            name_zh: string;
            /** Name En */
            name_en: string;
            /** Templates */
            templates: components["schemas"]["SourceTemplate"][];
        };
        /**
         * SourceTemplate
         * @description A usual source, and what to measure or report for it.
         */
        SourceTemplate: {
            /** Key */
            key: string;
            /** Name Zh */
            name_zh: string;
            /** Name En */
            name_en: string;
            /** Category */
            category: string;
            /** Scope */
            scope: number;
            /** Formula */
            formula: string;
            /** Factor */
            factor: string;
            /** Carrier */
            carrier: string;
            /** Quantity */
            quantity: string;
            /** Unit */
            unit: string;
            /** Scene */
            scene: string;
            /** Gas */
            gas: string;
            /** Biogenic */
            biogenic: boolean;
            /** Unit Code */
            unit_code: string | null;
            /** Scope3 Category */
            scope3_category: number | null;
            /** Weight */
            weight: number;
            /** Activity Zh */
            activity_zh: string;
            /** Activity En */
            activity_en: string;
        };
        /**
         * SourceTemplates
         * @description The sectors, the one that is asked for, and every formula.
         */
        SourceTemplates: {
            /** Sector */
            sector: string;
            /** Sectors */
            sectors: components["schemas"]["SourceSector"][];
            /** Formulas */
            formulas: components["schemas"]["SourceFormula"][];
        };
        /**
         * SourceTerm
         * @description A point in a signed sum.
         */
        SourceTerm: {
            /** Point */
            point: string;
            /**
             * Weight
             * @default 1
             * @enum {integer}
             */
            weight: 1 | -1;
        };
        /**
         * SourceTrial
         * @description What the source would have emitted in the last full month; `mass_mg` null: `problems` say why.
         */
        SourceTrial: {
            /** From */
            from: number;
            /** To */
            to: number;
            /** Base */
            base: string;
            /** Points */
            points: components["schemas"]["TriedPoint"][];
            /** Quantity */
            quantity: number;
            factor: components["schemas"]["FactorVersion"] | null;
            /** Fallback */
            fallback: boolean;
            /** Gas */
            gas: string;
            /** Mass Mg */
            mass_mg: number | null;
            /** Problems */
            problems: components["schemas"]["SourceProblem"][];
            /** Also Used By */
            also_used_by: string[];
        };
        /**
         * SourceValue
         * @description A value as a source shows it now, and the point that it shall become.
         */
        SourceValue: {
            /** Point */
            point: string;
            /** Value */
            value: number | string | null;
            /**
             * Time
             * @description ms
             */
            time?: number | null;
            /**
             * Unit
             * @description the symbol that the source shows
             */
            unit?: string | null;
            /**
             * Quality
             * @description OPC UA StatusCode
             * @default 0
             */
            quality: number;
        };
        /**
         * SpoolEntry
         * @description One spool. `received` counts readings of stored batches; `complete` null: batches are under way.
         */
        SpoolEntry: {
            /** Spool */
            spool: string;
            /** Collected */
            collected: number | null;
            /** Waiting Batches */
            waiting_batches: number | null;
            /** Batches */
            batches: number;
            /** Received */
            received: number;
            /** Stored */
            stored: number;
            /** Quarantined */
            quarantined: number;
            /**
             * Missing Batches
             * @description sequences that the edge no longer had
             */
            missing_batches: number;
            /**
             * Repeated Batches
             * @description deliveries that came again and were ignored
             */
            repeated_batches: number;
            /** Gaps */
            gaps: number;
            /**
             * Gap Readings
             * @description readings that the edge says it had to drop
             */
            gap_readings: number;
            /**
             * Gap Reasons
             * @description the same by reason: spool_full, too_old, buffer_full, …
             */
            gap_reasons: {
                [key: string]: number;
            };
            /** Complete */
            complete: boolean | null;
            /** First At */
            first_at: number | null;
            /** Last At */
            last_at: number | null;
        };
        /**
         * SsoAnswer
         * @description With what the provider sent the browser back.
         */
        SsoAnswer: {
            /** Code */
            code: string;
            /** State */
            state: string;
            /**
             * Issuer
             * @default
             */
            issuer: string;
        };
        /**
         * SsoOffer
         * @description Whether one may log in by another provider.
         */
        SsoOffer: {
            /**
             * Name
             * @description of the provider; null: there is none
             */
            name: string | null;
        };
        /**
         * SsoStart
         * @description Where the browser goes.
         */
        SsoStart: {
            /** Address */
            address: string;
        };
        /**
         * Step
         * @description A step of a version.
         */
        Step: {
            /** Version */
            version: number;
            /** State */
            state: string;
            /** Author */
            author: string;
            /** Note */
            note: string;
            /** At */
            at: number;
        };
        /**
         * StockBalance
         * @description Between two stock takes [g]: consumption = opening + purchases − closing − sold.
         */
        StockBalance: {
            /** Opening */
            opening: number;
            /** Purchases */
            purchases: number;
            /** Sold */
            sold: number;
            /** Closing */
            closing: number;
        };
        /**
         * StockEntries
         * @description Loads and stock takes, the newest first; `cursor` where there are more.
         */
        StockEntries: {
            /** Entries */
            entries: components["schemas"]["StockEntry"][];
            /** Cursor */
            cursor: string | null;
        };
        /**
         * StockEntry
         * @description A load or a stock take [t].
         */
        StockEntry: {
            /** Id */
            id: number;
            /** Kind */
            kind: string;
            /** Time */
            time: number;
            /** Until */
            until: number | null;
            /** Vehicle */
            vehicle: string;
            /** Ticket */
            ticket: string;
            /** Gross */
            gross: string | null;
            /** Tare */
            tare: string | null;
            /** Net */
            net: string;
            /** Note */
            note: string;
            /** Evidence */
            evidence: number | null;
            /** Author */
            author: string;
        };
        /**
         * StockFault
         * @description What cannot be right; `entries` are the ids.
         */
        StockFault: {
            /**
             * Rule
             * @enum {string}
             */
            rule: "negative_consumption" | "overlapping_takes" | "moved_during_take" | "not_between_takes";
            /** Time */
            time: number;
            /** Entries */
            entries: number[];
            /** Mass */
            mass: string;
        };
        /**
         * StockLot
         * @description A laboratory's lot, as reported.
         */
        StockLot: {
            /** Id */
            id: number;
            /** Code */
            code: string;
            /**
             * From Day
             * Format: date
             */
            from_day: string;
            /**
             * To Day
             * Format: date
             */
            to_day: string;
            /** Mass */
            mass: string;
            /** Basis */
            basis: string;
            /** Moisture Ar */
            moisture_ar: string | null;
            /** Moisture Ad */
            moisture_ad: string | null;
            /** Ncv */
            ncv: string | null;
            /** Carbon */
            carbon: string | null;
            /** Note */
            note: string;
            /** Evidence */
            evidence: number | null;
            /** Author */
            author: string;
        };
        /**
         * StockLots
         * @description A laboratory's lots, the newest first; `cursor` where there are more.
         */
        StockLots: {
            /** Lots */
            lots: components["schemas"]["StockLot"][];
            /** Cursor */
            cursor: string | null;
        };
        /**
         * StockPeriod
         * @description A period between two stock takes [t]: consumption = opening + purchases − sold − closing.
         */
        StockPeriod: {
            /** Start */
            start: number;
            /** End */
            end: number;
            /** Opening */
            opening: string;
            /** Purchases */
            purchases: string;
            /** Sold */
            sold: string;
            /** Closing */
            closing: string;
            /** Consumption */
            consumption: string;
            lots: components["schemas"]["LotMean"] | null;
        };
        /**
         * StoredExportRequest
         * @description What to make of a stored inventory.
         */
        StoredExportRequest: {
            /**
             * Kind
             * @enum {string}
             */
            kind: "inventory_report" | "verification_pack";
            /**
             * Language
             * @default zh
             * @enum {string}
             */
            language: "zh" | "en";
            /** Inventory */
            inventory: number;
        };
        /**
         * StoredInventories
         * @description The newest period first.
         */
        StoredInventories: {
            /** Inventories */
            inventories: components["schemas"]["StoredInventory"][];
            /** Cursor */
            cursor: string | null;
        };
        /**
         * StoredInventory
         * @description An inventory that is kept; `totals` [mg CO2e] by basis, null until it is computed.
         */
        StoredInventory: {
            /** Id */
            id: number;
            /** Enterprise */
            enterprise: string | null;
            /** Ruleset */
            ruleset: string;
            /** Gwp */
            gwp: string;
            /** Approach */
            approach: string | null;
            /**
             * From
             * Format: date
             */
            from: string;
            /**
             * To
             * Format: date
             */
            to: string;
            /** State */
            state: string;
            /** Version */
            version: number;
            /** Replaces */
            replaces: number | null;
            /** Replaced By */
            replaced_by: number | null;
            /** Lock */
            lock: number | null;
            /** Author */
            author: string;
            /** Created At */
            created_at: number;
            /** Known At */
            known_at: number | null;
            /** Sha256 */
            sha256: string | null;
            /** Items */
            items: number | null;
            /** Totals */
            totals: {
                [key: string]: number;
            } | null;
            /** Open Findings */
            open_findings: number;
            job: components["schemas"]["InventoryProgress"] | null;
        };
        /**
         * StoredTable
         * @description A table with its indexes; a hypertable with its chunks.
         */
        StoredTable: {
            /** Name */
            name: string;
            /** Size Bytes */
            size_bytes: number;
            /** Chunks */
            chunks: number;
        };
        /**
         * Summary
         * @description The head of the page; `quarantine` is null for an enterprise.
         */
        Summary: {
            /** Time */
            time: number;
            check: components["schemas"]["parkcarbon_saas__features__meter_health__schemas__Check"] | null;
            /** Enterprises */
            enterprises: components["schemas"]["parkcarbon_saas__features__meter_health__schemas__Owner"][];
            /** Points */
            points: components["schemas"]["PointState"][];
            /** Rules */
            rules: components["schemas"]["RuleCount"][];
            /** Gateways */
            gateways: components["schemas"]["Gateway"][];
            /** Last Day */
            last_day: components["schemas"]["CarrierCoverage"][];
            /** Quarantine */
            quarantine: number | null;
            /** Revisions */
            revisions: number;
        };
        /**
         * SystemState
         * @description One look at everything.
         */
        SystemState: {
            /** At */
            at: number;
            /** Parks */
            parks: components["schemas"]["ParkArrivals"][];
            /** Unsettled */
            unsettled: number;
            /** Settle Age S */
            settle_age_s: number;
            /**
             * Job Wait S
             * @description how long the oldest job that is due waits, settling aside
             */
            job_wait_s: number;
            /** Jobs */
            jobs: components["schemas"]["JobNumber"][];
            /** Database Bytes */
            database_bytes: number;
            /**
             * Tables
             * @description the largest
             */
            tables: components["schemas"]["StoredTable"][];
            /** @description null: it does not answer */
            cache: components["schemas"]["CacheState"] | null;
            versions: components["schemas"]["SystemVersions"];
        };
        /**
         * SystemVersions
         * @description What runs.
         */
        SystemVersions: {
            /** Parkcarbon */
            parkcarbon: string;
            /** Python */
            python: string;
            /** Postgresql */
            postgresql: string;
            /** Timescaledb */
            timescaledb: string;
            /**
             * Schema Version
             * @description the newest migration of the database
             */
            schema_version: string;
        };
        /**
         * TakenBack
         * @description Who took it back, and why.
         */
        TakenBack: {
            /** Author */
            author: string;
            /** Reason */
            reason: string;
            /** Time */
            time: number;
        };
        /**
         * TargetLine
         * @description A target in force: carbon [t CO2] or energy [GJ] of a year.
         */
        TargetLine: {
            /**
             * Kind
             * @enum {string}
             */
            kind: "carbon" | "energy";
            /** Year */
            year: number;
            /** Value */
            value: number;
            /** Enterprise */
            enterprise: string | null;
            /** Plan */
            plan: number | null;
            /** Note */
            note: string;
            /** Author */
            author: string;
            /** Created At */
            created_at: number;
        };
        /**
         * Targets
         * @description Targets in force.
         */
        Targets: {
            /** Targets */
            targets: components["schemas"]["TargetLine"][];
        };
        /**
         * Tariff
         * @description A tariff in force; `knots` by version: what its power factor adjustment uses.
         */
        Tariff: {
            /** Name Zh */
            name_zh: string;
            /** Name En */
            name_en: string;
            /**
             * Currency
             * @default CNY
             */
            currency: string;
            /**
             * Example
             * @default false
             */
            example: boolean;
            /** Versions */
            versions: components["schemas"]["Version"][];
            /**
             * Contracts
             * @default []
             */
            contracts: components["schemas"]["Contract"][];
            /** Code */
            code: string;
            /** Author */
            author: string | null;
            /** Changed At */
            changed_at: number | null;
            /** Knots */
            knots: [
                string,
                string
            ][][];
        };
        /**
         * TariffBody
         * @description A tariff as it shall be.
         */
        TariffBody: {
            /** Name Zh */
            name_zh: string;
            /** Name En */
            name_en: string;
            /**
             * Currency
             * @default CNY
             */
            currency: string;
            /**
             * Example
             * @default false
             */
            example: boolean;
            /** Versions */
            versions: components["schemas"]["Version"][];
            /**
             * Contracts
             * @default []
             */
            contracts: components["schemas"]["Contract"][];
        };
        /**
         * Tariffs
         * @description The tariffs of the park, by code; contracts only as far as the caller may see them.
         */
        Tariffs: {
            /** Tariffs */
            tariffs: components["schemas"]["Tariff"][];
            /**
             * Cursor
             * @description of the next page; null: there is none
             */
            cursor: string | null;
        };
        /**
         * Term
         * @description One source in one scene; a deduction takes a transfer out of the park's total again.
         */
        Term: {
            /** Source */
            source: string;
            /** Name Zh */
            name_zh: string;
            /** Name En */
            name_en: string;
            /** Enterprise */
            enterprise: string | null;
            /** Category */
            category: string;
            /** Carrier */
            carrier: string;
            /** Scope */
            scope: number;
            /** Scene */
            scene: string;
            /** Share */
            share: number;
            /** Internal Transfer */
            internal_transfer: boolean;
            /** Deduction */
            deduction: boolean;
            /** Value */
            value: number;
            /** Quantity */
            quantity: number;
            /** Quantity Unit */
            quantity_unit: string;
            formula: components["schemas"]["Formula"];
            /**
             * Quality
             * @enum {string}
             */
            quality: "measured" | "reported" | "estimated";
            /** Estimated Share */
            estimated_share: number;
            /** Points */
            points: components["schemas"]["Point"][];
            factor: components["schemas"]["Factor"];
        };
        /**
         * TermsEntrant
         * @description Who enters an enterprise's data under its own name.
         */
        TermsEntrant: {
            /** Name */
            name: string;
            /** Is Program */
            is_program: boolean;
            /** Approves */
            approves: boolean;
        };
        /**
         * Today
         * @description The local day so far [g].
         */
        Today: {
            /** Value */
            value: number;
            /** As Of */
            as_of: number;
            /** Yesterday */
            yesterday: number | null;
            /** Estimated Share */
            estimated_share: number;
            /** Fallback */
            fallback: boolean;
        };
        /**
         * Token
         * @description A token that enrols the edge once, and how.
         */
        Token: {
            /** Token */
            token: string;
            /** Expires At */
            expires_at: number;
            /**
             * Broker
             * @description the address at which the gateway must reach the broker
             */
            broker: string;
            commands: components["schemas"]["Commands"];
        };
        /**
         * TopicVerdict
         * @description Whether the broker takes a topic from the device; `near`: in what it is off.
         */
        TopicVerdict: {
            /** Allowed */
            allowed: boolean;
            /** Rights */
            rights: string[];
            /** Near */
            near: ("no_topic" | "wildcard" | "blank" | "slash" | "case" | "other") | null;
        };
        /**
         * TriedConversion
         * @description The newest day [from, to) of the amount as it would be converted; `quarters` of 96 could be.
         */
        TriedConversion: {
            /** Point */
            point: string;
            /** From */
            from: number;
            /** To */
            to: number;
            /** Base Unit */
            base_unit: string;
            /** Converted Base */
            converted_base: number;
            /** Estimated Base */
            estimated_base: number;
            /** Quarters */
            quarters: number;
            /** Methods */
            methods: string[];
            /** Amount */
            amount: string;
            /** Amount Base Unit */
            amount_base_unit: string;
            /** Amount Base */
            amount_base: number;
        };
        /**
         * TriedPoint
         * @description A point's amount of the month [base unit].
         */
        TriedPoint: {
            /** Point */
            point: string;
            /** Name Zh */
            name_zh: string;
            /** Name En */
            name_en: string;
            /** Weight */
            weight: number;
            /** Quantity */
            quantity: number;
            /** Estimated */
            estimated: number;
        };
        /**
         * UncoveredPoint
         * @description A point of activity that no source has.
         */
        UncoveredPoint: {
            /** Point */
            point: string;
            /** Name Zh */
            name_zh: string;
            /** Name En */
            name_en: string;
            /** Enterprise */
            enterprise: string | null;
            /** Quantity */
            quantity: string;
            /** Carrier */
            carrier: string;
            /** Unit */
            unit: string;
            /** Kind */
            kind: string;
            /** Direction */
            direction: string;
        };
        /**
         * UncoveredPoints
         * @description Points of activity that no source has; `total` of all pages, `cursor` where there are more.
         */
        UncoveredPoints: {
            /** Points */
            points: components["schemas"]["UncoveredPoint"][];
            /** Total */
            total: number;
            /** Cursor */
            cursor: string | null;
        };
        /**
         * Undone
         * @description Who undid it, when and why.
         */
        Undone: {
            /** Id */
            id: number;
            /** Author */
            author: string;
            /** Reason */
            reason: string;
            /** At */
            at: number;
        };
        /**
         * UnpricedHours
         * @description Hours of a source that none of these sets has a factor for: they keep theirs.
         */
        UnpricedHours: {
            /** Source */
            source: string;
            /** Hours */
            hours: number;
        };
        /**
         * Uplink
         * @description How to log in at the broker; `ca_pem` is null where a public authority signs its certificate.
         */
        Uplink: {
            /** Url */
            url: string;
            /** Username */
            username: string;
            /** Client Id */
            client_id: string;
            /** Password */
            password: string;
            /** Ca Pem */
            ca_pem: string | null;
        };
        /**
         * Use
         * @description An emission source that counts this point.
         */
        Use: {
            /** Source */
            source: string;
            /** Name Zh */
            name_zh: string;
            /** Name En */
            name_en: string;
            /**
             * Role
             * @enum {string}
             */
            role: "activity" | "live";
            /** Weight */
            weight: number;
        };
        /**
         * User
         * @description The one who is logged in.
         */
        User: {
            /** Login */
            login: string;
            /** Name */
            name: string;
            /** Locale */
            locale: string;
            /** Is Admin */
            is_admin: boolean;
        };
        /**
         * Values
         * @description What is to be judged.
         */
        Values: {
            /** Values */
            values: components["schemas"]["SourceValue"][];
        };
        /**
         * Version
         * @description Prices [currency per kWh] that hold from `valid_from` to `valid_to`, local days, both included.
         */
        Version: {
            /**
             * Valid From
             * Format: date
             */
            valid_from: string;
            /** Valid To */
            valid_to?: string | null;
            /** Source */
            source: string;
            /** Prices */
            prices: {
                [key: string]: string;
            };
            /**
             * Surcharge
             * @description decimal
             * @default 0
             */
            surcharge: string;
            /** Schedules */
            schedules: components["schemas"]["Schedule"][];
            /**
             * Holidays
             * @default []
             */
            holidays: string[];
            /**
             * Workdays
             * @default []
             */
            workdays: string[];
            /**
             * @default {
             *       "mode": "none",
             *       "price": "0",
             *       "above": "1.05",
             *       "factor": "2",
             *       "below": "contract",
             *       "feeds": "separate"
             *     }
             */
            demand: components["schemas"]["DemandTerms"];
            power_factor?: components["schemas"]["PowerFactorTerms"] | null;
        };
        /**
         * VirtualPoint
         * @description A virtual point with its formula.
         */
        VirtualPoint: {
            /** Point */
            point: string;
            /** Name Zh */
            name_zh: string;
            /** Name En */
            name_en: string;
            /** Enterprise */
            enterprise: string | null;
            /** Quantity */
            quantity: string;
            /** Carrier */
            carrier: string;
            /** Unit */
            unit: string;
            /** Expression */
            expression: string;
            /** Inputs */
            inputs: {
                [key: string]: string;
            };
            ended: components["schemas"]["Ended"] | null;
        };
        /**
         * VirtualPoints
         * @description The virtual points, by code; `cursor` where there are more.
         */
        VirtualPoints: {
            /** Points */
            points: components["schemas"]["VirtualPoint"][];
            /** Cursor */
            cursor: string | null;
        };
        /**
         * Waiting
         * @description Reports of a past year on which you may decide.
         */
        Waiting: {
            /** Year */
            year: number;
            /** Reports */
            reports: number[];
        };
        /**
         * WallLink
         * @description A link, without its token.
         */
        WallLink: {
            /** Id */
            id: number;
            /** Name */
            name: string;
            /** Created By */
            created_by: string;
            /** Created At */
            created_at: number;
            /** Expires At */
            expires_at: number;
            /** Revoked At */
            revoked_at: number | null;
            /** Revoked By */
            revoked_by: string | null;
        };
        /**
         * WallLinks
         * @description The links of the park, the newest first.
         */
        WallLinks: {
            /** Links */
            links: components["schemas"]["WallLink"][];
            /**
             * Cursor
             * @description of the next page; null: there is none
             */
            cursor: string | null;
        };
        /**
         * WallPark
         * @description The park that a screen shows.
         */
        WallPark: {
            /** Code */
            code: string;
            /** Name Zh */
            name_zh: string;
            /** Name En */
            name_en: string;
            /** Timezone */
            timezone: string;
        };
        /**
         * WallToken
         * @description What stands behind the # of a link.
         */
        WallToken: {
            /** Token */
            token: string;
        };
        /**
         * Wanted
         * @description An expression, what its point shall measure, and the code of a point that is there already.
         */
        Wanted: {
            /** Expression */
            expression: string;
            /** Inputs */
            inputs: {
                [key: string]: string;
            };
            /** Quantity */
            quantity?: string | null;
            /** Carrier */
            carrier?: string | null;
            /** Unit */
            unit?: string | null;
            /** Point */
            point?: string | null;
        };
        /**
         * WantedClone
         * @description The park that shall be made like another.
         */
        WantedClone: {
            /** Code */
            code: string;
            /** Name Zh */
            name_zh: string;
            /** Name En */
            name_en: string;
            /**
             * With People
             * @default false
             */
            with_people: boolean;
        };
        /**
         * WantedRole
         * @description As what somebody is let in.
         */
        WantedRole: {
            /**
             * Role
             * @enum {string}
             */
            role: "operator" | "enterprise" | "verifier";
            /** Enterprise */
            enterprise?: string | null;
            /**
             * Approves
             * @description enterprise: may approve what others entered
             * @default false
             */
            approves: boolean;
        };
        /**
         * WantedState
         * @description Another state of a park, and why.
         */
        WantedState: {
            /**
             * State
             * @enum {string}
             */
            state: "active" | "suspended" | "archived";
            /** Reason */
            reason: string;
        };
        /**
         * WantedTerms
         * @description What shall hold from now on.
         */
        WantedTerms: {
            /**
             * Is Named
             * @description its name on screens and in rankings that anybody may see
             */
            is_named: boolean;
            /**
             * Shares Intervals
             * @description operators see readings and quarter hours of its meters
             */
            shares_intervals: boolean;
            /**
             * Shares Production
             * @description operators see its reported output and other drivers
             */
            shares_production: boolean;
        };
        /**
         * WantedToken
         * @description A token for a program.
         */
        WantedToken: {
            /** Name */
            name: string;
            /**
             * Role
             * @enum {string}
             */
            role: "operator" | "enterprise" | "verifier";
            /** Enterprise */
            enterprise?: string | null;
            /**
             * Scope
             * @default read
             * @enum {string}
             */
            scope: "read" | "write";
            /**
             * Expires At
             * @description ms
             */
            expires_at: number;
        };
        /**
         * WantedWallLink
         * @description A link for a screen.
         */
        WantedWallLink: {
            /**
             * Name
             * @description where the screen hangs
             */
            name: string;
            /**
             * Expires At
             * @description ms
             */
            expires_at: number;
        };
        /**
         * WedgeResult
         * @description What each aspect avoids [t/a] between two scenarios; they add up to the difference in every year.
         */
        WedgeResult: {
            /** Before */
            before: string;
            /** After */
            after: string;
            /** By Aspect */
            by_aspect: {
                [key: string]: number[];
            };
        };
        /**
         * WhatIf
         * @description What a newcomer would do to the park; nothing of it is stored. `park` is its last twelve months [t].
         */
        WhatIf: {
            asked: components["schemas"]["WhatIfAsked"];
            /** Lines */
            lines: components["schemas"]["WhatIfLine"][];
            /** Carbon */
            carbon: number;
            /** Energy */
            energy: number;
            /** Park */
            park: number | null;
            /** Years */
            years: components["schemas"]["WhatIfYear"][];
            core: components["schemas"]["WhatIfCore"];
        };
        /**
         * WhatIfAsked
         * @description A new enterprise: what it uses in a year, or an enterprise's last twelve whole months x `scale`.
         *
         *     Electricity [MWh], natural gas [10^4 m3], heat [GJ], process emissions [t CO2e]; `start` is the month in
         *     which it comes.
         */
        WhatIfAsked: {
            /** Name */
            name: string;
            /** Copy Of */
            copy_of?: string | null;
            /**
             * Scale
             * @default 1
             */
            scale: number;
            /**
             * Electricity
             * @default 0
             */
            electricity: number;
            /**
             * Natural Gas
             * @default 0
             */
            natural_gas: number;
            /**
             * Heat
             * @default 0
             */
            heat: number;
            /**
             * Process
             * @default 0
             */
            process: number;
            /**
             * Start
             * @default 1
             */
            start: number;
        };
        /**
         * WhatIfCore
         * @description The core indicator of zero-carbon parks [t CO2 per tce], of the days that are known, and its limit.
         *
         *     `added_t` [t CO2] and `added_tce` are what the newcomer adds by the national method.
         */
        WhatIfCore: {
            /** Year */
            year: number;
            /** Without */
            without: number | null;
            /** With It */
            with_it: number | null;
            /** Limit */
            limit: number | null;
            /** Added T */
            added_t: number;
            /** Added Tce */
            added_tce: number | null;
        };
        /**
         * WhatIfKept
         * @description A what-if that somebody kept, as it was asked.
         */
        WhatIfKept: {
            /** Id */
            id: number;
            asked: components["schemas"]["WhatIfAsked"];
            /** Author */
            author: string;
            /** Saved At */
            saved_at: number;
        };
        /**
         * WhatIfLine
         * @description A part of a newcomer's year: amount x factor = t CO2e, and its energy [tce]; `citation`: of the factor,
         *     or empty where the ledger has it so.
         */
        WhatIfLine: {
            /** Carrier */
            carrier: string;
            /** Amount */
            amount: number;
            /** Unit */
            unit: string;
            /** Factor */
            factor: number | null;
            /** Factor Unit */
            factor_unit: string;
            /** Citation */
            citation: string;
            /** Carbon */
            carbon: number;
            /** Energy */
            energy: number;
        };
        /**
         * WhatIfYear
         * @description A year of the park without and with the newcomer [t CO2e]; `share` is of the year that it is there.
         *
         *     `basis`: this year by its forecast, the next by the last twelve whole months. A chance is that of more
         *     than the budget.
         */
        WhatIfYear: {
            /** Year */
            year: number;
            /**
             * Basis
             * @enum {string}
             */
            basis: "forecast" | "last_twelve_months";
            /** Share */
            share: number;
            /** Budget */
            budget: number | null;
            /** Without */
            without: number | null;
            /** Added */
            added: number;
            /** With It */
            with_it: number | null;
            /** Chance Without */
            chance_without: number | null;
            /** Chance With */
            chance_with: number | null;
        };
        /**
         * WhatIfs
         * @description What is kept, the newest first.
         */
        WhatIfs: {
            /** Kept */
            kept: components["schemas"]["WhatIfKept"][];
            /**
             * Cursor
             * @description of the next page; null: there is none
             */
            cursor: string | null;
        };
        /**
         * Why
         * @description Why something is undone.
         */
        Why: {
            /**
             * Reason
             * @description why, for those who look later
             */
            reason: string;
        };
        /**
         * WizardChoices
         * @description What there is to choose from.
         */
        WizardChoices: {
            /** Templates */
            templates: components["schemas"]["MeterTemplate"][];
            /**
             * Usual
             * @description the template of a kind of park
             */
            usual: {
                [key: string]: string;
            };
            /** Rulesets */
            rulesets: components["schemas"]["parkcarbon_saas__features__onboarding__schemas__Named"][];
            /** Factor Sets */
            factor_sets: components["schemas"]["SetChoice"][];
            /**
             * Is Simulated
             * @description there are simulated meters to read
             */
            is_simulated: boolean;
        };
        /**
         * ZeroCarbonBeside
         * @description Another ruleset's total [mg], and the differences by cause: total + Σ causes = the method's.
         */
        ZeroCarbonBeside: {
            /** Ruleset */
            ruleset: string;
            /** Name Zh */
            name_zh: string;
            /** Name En */
            name_en: string;
            /** Basis */
            basis: string;
            /** Gas */
            gas: string;
            /** Total Mg */
            total_mg: number;
            /** Causes */
            causes: {
                [key: string]: number;
            };
            /** Sources */
            sources: components["schemas"]["ZeroCarbonDifference"][];
        };
        /**
         * ZeroCarbonComparison
         * @description All rulesets for the park, side by side with the method.
         */
        ZeroCarbonComparison: {
            /** Year */
            year: number;
            /** Total Mg */
            total_mg: number;
            /** Beside */
            beside: components["schemas"]["ZeroCarbonBeside"][];
        };
        /**
         * ZeroCarbonDecided
         * @description The settings in force, what is still open, and the versions before, the newest first.
         */
        ZeroCarbonDecided: {
            settings: components["schemas"]["ZeroCarbonSettings-Output"];
            /** Open */
            open: string[];
            /** History */
            history: components["schemas"]["ZeroCarbonVersion"][];
        };
        /**
         * ZeroCarbonDecision
         * @description Settings to be put in force, and why.
         */
        ZeroCarbonDecision: {
            settings: components["schemas"]["ZeroCarbonSettings-Input"];
            /** Note */
            note: string;
        };
        /**
         * ZeroCarbonDifference
         * @description A source that the two rulesets count differently.
         */
        ZeroCarbonDifference: {
            /** Source */
            source: string;
            /** Name Zh */
            name_zh: string;
            /** Name En */
            name_en: string;
            /** Before Mg */
            before_mg: number;
            /** After Mg */
            after_mg: number;
            /** Causes */
            causes: {
                [key: string]: number;
            };
        };
        /**
         * ZeroCarbonEnergy
         * @description The denominator: tce = (other_g ÷ 1000 + electricity_wh ÷ 1000 × equivalent) ÷ 1000.
         */
        ZeroCarbonEnergy: {
            /** Tce */
            tce: number | null;
            /** Other G */
            other_g: number;
            /** Electricity Wh */
            electricity_wh: number;
            /** Direct Wh */
            direct_wh: number;
            /** Certified Wh */
            certified_wh: number;
            /** Onsite Wh */
            onsite_wh: number;
            /** Lines */
            lines: components["schemas"]["ZeroCarbonEnergyLine"][];
        };
        /**
         * ZeroCarbonEnergyLine
         * @description Energy of a source or point: `coal_g` by calorific value; of electricity `electricity_wh` instead.
         */
        ZeroCarbonEnergyLine: {
            /** Code */
            code: string;
            /** Carrier */
            carrier: string;
            /** Role */
            role: string;
            /** Quantity */
            quantity: number;
            /** Unit */
            unit: string;
            /** Coefficient */
            coefficient: string | null;
            /** Coefficient Unit */
            coefficient_unit: string | null;
            /** Citation */
            citation: string;
            /** Coal G */
            coal_g: number | null;
        };
        /**
         * ZeroCarbonEntry
         * @description A figure of a year that no meter has; both amounts null take it back.
         */
        ZeroCarbonEntry: {
            /** Year */
            year: number;
            /** Code */
            code: string;
            /** Part */
            part?: number | string | null;
            /** Whole */
            whole?: number | string | null;
            /**
             * Unit
             * @default
             */
            unit: string;
            /** Evidence */
            evidence?: number | null;
            /** Note */
            note: string;
        };
        /**
         * ZeroCarbonFinding
         * @description What has to be put right, or known, before the figure is good.
         */
        ZeroCarbonFinding: {
            /** Code */
            code: string;
            /** Subject */
            subject: string;
            /** Detail */
            detail: string;
        };
        /**
         * ZeroCarbonImported
         * @description What an import did, or would do: all rows or none.
         */
        ZeroCarbonImported: {
            /** Created */
            created: number;
            /** Unchanged */
            unchanged: number;
            /** Errors */
            errors: components["schemas"]["ZeroCarbonRowFault"][];
        };
        /**
         * ZeroCarbonIndicator
         * @description An indicator with its limit: a share, or t CO2 per tce; `part` of `whole` are what it is made of.
         */
        ZeroCarbonIndicator: {
            /** Code */
            code: string;
            /** Value */
            value: number | null;
            /** Limit */
            limit: number | null;
            /**
             * Verdict
             * @enum {string}
             */
            verdict: "met" | "missed" | "unknown";
            /**
             * Origin
             * @enum {string}
             */
            origin: "computed" | "metered" | "entered" | "none";
            /** Part */
            part?: string | null;
            /** Whole */
            whole?: string | null;
            /**
             * Unit
             * @default
             */
            unit: string;
            /** Evidence */
            evidence?: number | null;
            /** Evidence Name */
            evidence_name?: string | null;
            /**
             * Note
             * @default
             */
            note: string;
            /**
             * Author
             * @default
             */
            author: string;
        };
        /**
         * ZeroCarbonLine
         * @description An amount with the factor that it got, and what it emits; what goes out is negative.
         */
        ZeroCarbonLine: {
            /** Code */
            code: string;
            /** Source */
            source: string;
            /** Name Zh */
            name_zh: string;
            /** Name En */
            name_en: string;
            /** Enterprise */
            enterprise: string | null;
            /** Carrier */
            carrier: string;
            /**
             * Origin
             * @enum {string}
             */
            origin: "ledger" | "point" | "report";
            /**
             * Flow
             * @enum {string}
             */
            flow: "fuel" | "conversion_in" | "conversion_out" | "electricity_in" | "electricity_out" | "heat_in" | "heat_out" | "product" | "product_out";
            /**
             * Group
             * @enum {string}
             */
            group: "fuel" | "conversion" | "electricity" | "heat" | "process";
            /** Quantity */
            quantity: number;
            /** Unit */
            unit: string;
            /**
             * Evidence
             * @enum {string}
             */
            evidence: "none" | "direct_supply" | "green_power" | "certificate" | "non_fossil_heat";
            /**
             * Numbers
             * @description contracts and certificates
             */
            numbers: string[];
            /** Factor */
            factor: string;
            /** Factor Unit */
            factor_unit: string;
            /** Factor Name */
            factor_name: string;
            /**
             * Factor From
             * @enum {string}
             */
            factor_from: "annex" | "database" | "ledger" | "own";
            /** Citation */
            citation: string;
            /** Rule */
            rule: string;
            /** Mg */
            mg: number;
            /** Bunker */
            bunker: boolean;
        };
        /**
         * ZeroCarbonOutlook
         * @description Past years, the base year, and the way to the target year.
         */
        ZeroCarbonOutlook: {
            /** Base Year */
            base_year: number;
            /** Target Year */
            target_year: number;
            /** Limit */
            limit: number | null;
            /** Level */
            level: number;
            /**
             * Method
             * @enum {string}
             */
            method: "trend" | "too_few_years";
            /**
             * Figure
             * @enum {string}
             */
            figure: "core" | "total";
            /** Whole Years */
            whole_years: number;
            /** Points */
            points: components["schemas"]["ZeroCarbonPoint"][];
        };
        /**
         * ZeroCarbonPoint
         * @description A year of the outlook: what was, or what would be between two bounds.
         */
        ZeroCarbonPoint: {
            /** Year */
            year: number;
            /** Total Mg */
            total_mg?: number | null;
            /** Tce */
            tce?: number | null;
            /** Core */
            core?: number | null;
            /**
             * Days
             * @default 0
             */
            days: number;
            /**
             * Is Whole
             * @default false
             */
            is_whole: boolean;
            /** Expected */
            expected?: number | null;
            /** Lower */
            lower?: number | null;
            /** Upper */
            upper?: number | null;
            /** Needed */
            needed?: number | null;
            /** Target T */
            target_t?: number | null;
        };
        /**
         * ZeroCarbonRowFault
         * @description What is wrong in one place of a file.
         */
        ZeroCarbonRowFault: {
            /** Row */
            row: number;
            /** Column */
            column: string;
            /** Value */
            value: string;
            /** Code */
            code: string;
            /** Message */
            message: string;
        };
        /**
         * ZeroCarbonSettings
         * @description What annexes 3 and 4 print, and what they leave open; null: nobody has decided it.
         */
        "ZeroCarbonSettings-Input": {
            /**
             * Grid Kg Per Kwh
             * @default 0.8325
             */
            grid_kg_per_kwh: number | string;
            /**
             * Heat Kg Per Gj
             * @default 110
             */
            heat_kg_per_gj: number | string;
            /** Equivalent Kgce Per Kwh */
            equivalent_kgce_per_kwh?: number | string | null;
            /** Small Limit */
            small_limit?: number | string | null;
            /**
             * Clean Share
             * @default unset
             * @enum {string}
             */
            clean_share: "unset" | "electricity" | "energy";
            /** Vintage Months */
            vintage_months?: number | null;
            /**
             * Direct Share
             * @default 0.5
             */
            direct_share: number | string;
            /** Onsite Direct */
            onsite_direct?: boolean | null;
            /**
             * Exports
             * @default own_first
             * @enum {string}
             */
            exports: "own_first" | "grid";
            /**
             * Base Year
             * @default 2025
             */
            base_year: number;
            /**
             * Target Year
             * @default 2030
             */
            target_year: number;
            /**
             * Bunkers
             * @description sources of ships and aircraft abroad
             * @default []
             */
            bunkers: string[];
            /**
             * Feedstock
             * @description sources that are not burnt
             * @default []
             */
            feedstock: string[];
        };
        /**
         * ZeroCarbonSettings
         * @description What annexes 3 and 4 print, and what they leave open; null: nobody has decided it.
         */
        "ZeroCarbonSettings-Output": {
            /**
             * Grid Kg Per Kwh
             * @default 0.8325
             */
            grid_kg_per_kwh: string;
            /**
             * Heat Kg Per Gj
             * @default 110
             */
            heat_kg_per_gj: string;
            /** Equivalent Kgce Per Kwh */
            equivalent_kgce_per_kwh?: string | null;
            /** Small Limit */
            small_limit?: string | null;
            /**
             * Clean Share
             * @default unset
             * @enum {string}
             */
            clean_share: "unset" | "electricity" | "energy";
            /** Vintage Months */
            vintage_months?: number | null;
            /**
             * Direct Share
             * @default 0.5
             */
            direct_share: string;
            /** Onsite Direct */
            onsite_direct?: boolean | null;
            /**
             * Exports
             * @default own_first
             * @enum {string}
             */
            exports: "own_first" | "grid";
            /**
             * Base Year
             * @default 2025
             */
            base_year: number;
            /**
             * Target Year
             * @default 2030
             */
            target_year: number;
            /**
             * Bunkers
             * @description sources of ships and aircraft abroad
             * @default []
             */
            bunkers: string[];
            /**
             * Feedstock
             * @description sources that are not burnt
             * @default []
             */
            feedstock: string[];
        };
        /**
         * ZeroCarbonVersion
         * @description A version of the settings: what it changed, why, by whom.
         */
        ZeroCarbonVersion: {
            /** Id */
            id: number;
            /** Changed */
            changed: string[];
            /** Note */
            note: string;
            /** Author */
            author: string;
            /**
             * At
             * @description ms
             */
            at: number;
        };
        /**
         * ZeroCarbonYear
         * @description A year by the method: total = Σ groups = Σ lines; `days` have data.
         */
        ZeroCarbonYear: {
            /** Year */
            year: number;
            /** Days */
            days: number;
            /** Of Days */
            of_days: number;
            /** Is Over */
            is_over: boolean;
            /** Total Mg */
            total_mg: number;
            /** Groups */
            groups: {
                [key: string]: number;
            };
            /** Bunker Mg */
            bunker_mg: number;
            /** Lines */
            lines: components["schemas"]["ZeroCarbonLine"][];
            energy: components["schemas"]["ZeroCarbonEnergy"] | null;
            core: components["schemas"]["ZeroCarbonIndicator"];
            direct: components["schemas"]["ZeroCarbonIndicator"];
            /** Guiding */
            guiding: components["schemas"]["ZeroCarbonIndicator"][];
            /** Findings */
            findings: components["schemas"]["ZeroCarbonFinding"][];
            /** Provisional */
            provisional: boolean;
            /** Provisional Lines */
            provisional_lines: number;
            /** Database Values */
            database_values: number;
        };
        /**
         * Decision
         * @description Why, or what else is to be said.
         */
        parkcarbon_saas__features__activity__schemas__Decision: {
            /**
             * Note
             * @default
             */
            note: string;
        };
        /**
         * Named
         * @description An enterprise.
         */
        parkcarbon_saas__features__activity__schemas__Named: {
            /** Code */
            code: string;
            /** Name Zh */
            name_zh: string;
            /** Name En */
            name_en: string;
        };
        /**
         * Part
         * @description What a report says of a month (its first day).
         */
        parkcarbon_saas__features__activity__schemas__Part: {
            /**
             * Month
             * Format: date
             */
            month: string;
            /** Quantity */
            quantity: string;
        };
        /**
         * Part
         * @description What a tenant would have of the shared meter.
         */
        parkcarbon_saas__features__allocations__schemas__Part: {
            /** Enterprise */
            enterprise: string;
            /** Target */
            target: string;
            /** Amount Base */
            amount_base: number;
            /** Estimated Base */
            estimated_base: number;
        };
        /**
         * Owner
         * @description Who pays; enterprise null: the park at its incomers.
         */
        parkcarbon_saas__features__costs__schemas__Owner: {
            /** Enterprise */
            enterprise: string | null;
            /** Name Zh */
            name_zh: string | null;
            /** Name En */
            name_en: string | null;
        };
        /**
         * Check
         * @description What would be wrong, and what is only worth a thought.
         */
        parkcarbon_saas__features__devices__schemas__Check: {
            /** Errors */
            errors: components["schemas"]["FieldProblem"][];
            /** Hints */
            hints: components["schemas"]["FieldProblem"][];
        };
        /**
         * Ledger
         * @description Spools, the last one first.
         */
        parkcarbon_saas__features__edge_orders__schemas__Ledger: {
            /** Spools */
            spools: components["schemas"]["SpoolEntry"][];
        };
        /**
         * Enrolled
         * @description On which machine the edge was enrolled last.
         */
        parkcarbon_saas__features__edges__schemas__Enrolled: {
            /** At */
            at: number;
            /** Host */
            host: string;
            /** Version */
            version: string;
        };
        /**
         * Enrolled
         * @description All that an edge needs to begin; what it reads comes with its configuration.
         */
        parkcarbon_saas__features__enrolment__schemas__Enrolled: {
            /** Park */
            park: string;
            /** Edge */
            edge: string;
            /** Partition */
            partition: string;
            uplink: components["schemas"]["Uplink"];
        };
        /**
         * Ledger
         * @description Hours of a source, the newest first.
         */
        parkcarbon_saas__features__explain__schemas__Ledger: {
            /** Source */
            source: string;
            /** Hours */
            hours: components["schemas"]["Hour"][];
        };
        /**
         * Decision
         * @description What is decided on: differences by id, or all open ones of a lock, or of one of its sources.
         *
         *     `seen` are the names of the sums that were read: 409 where these are not all that is open any more.
         */
        parkcarbon_saas__features__locks__schemas__Decision: {
            /** Ids */
            ids?: number[] | null;
            /** Lock */
            lock?: number | null;
            /** Source */
            source?: string | null;
            /**
             * Seen
             * @default []
             */
            seen: string[];
            /**
             * Note
             * @description why, for those who look later
             */
            note: string;
        };
        /**
         * Check
         * @description When the rules last looked, at how many points, and for how long [s].
         */
        parkcarbon_saas__features__meter_health__schemas__Check: {
            /** Time */
            time: number;
            /** Points */
            points: number;
            /** Seconds */
            seconds: number;
        };
        /**
         * Decision
         * @description Which contradictions, and why.
         */
        parkcarbon_saas__features__meter_health__schemas__Decision: {
            /** Ids */
            ids: number[];
            /** Note */
            note: string;
        };
        /**
         * Findings
         * @description Findings, the newest first; `cursor` continues where there are more.
         */
        parkcarbon_saas__features__meter_health__schemas__Findings: {
            /** Findings */
            findings: components["schemas"]["Finding"][];
            /** Cursor */
            cursor: string | null;
        };
        /**
         * Owner
         * @description An enterprise by name.
         */
        parkcarbon_saas__features__meter_health__schemas__Owner: {
            /** Enterprise */
            enterprise: string;
            /** Name Zh */
            name_zh: string;
            /** Name En */
            name_en: string;
        };
        /**
         * Findings
         * @description Open findings by severity.
         */
        parkcarbon_saas__features__meters__schemas__Findings: {
            /**
             * Error
             * @default 0
             */
            error: number;
            /**
             * Warning
             * @default 0
             */
            warning: number;
            /**
             * Information
             * @default 0
             */
            information: number;
        };
        /**
         * Named
         * @description Something with a code and a name in both languages.
         */
        parkcarbon_saas__features__meters__schemas__Named: {
            /** Code */
            code: string;
            /** Name Zh */
            name_zh: string;
            /** Name En */
            name_en: string;
        };
        /**
         * Named
         * @description Something to choose.
         */
        parkcarbon_saas__features__onboarding__schemas__Named: {
            /** Code */
            code: string;
            /** Name Zh */
            name_zh: string;
            /** Name En */
            name_en: string;
        };
        /**
         * InputError
         * @description One thing that is wrong with the input.
         */
        InputError: {
            /** Location */
            location: (string | number)[];
            /** Message */
            message: string;
        };
        /**
         * Problem
         * @description An error: what it is, what was found, and what to do about it.
         */
        Problem: {
            /**
             * Type
             * @description code of the error, stable
             */
            type: string;
            /** Title */
            title: string;
            /** Status */
            status: number;
            /** Detail */
            detail: string;
            /** Remedy */
            remedy: string;
            /** Trace Id */
            trace_id: string;
            /**
             * Facts
             * @description what was found, by name
             * @default null
             */
            facts: {
                [key: string]: string | number | boolean;
            } | null;
            /**
             * Errors
             * @description for invalid input: each fault
             * @default null
             */
            errors: components["schemas"]["InputError"][] | null;
        };
    };
    responses: never;
    parameters: never;
    requestBodies: never;
    headers: never;
    pathItems: never;
}
export type $defs = Record<string, never>;
export interface operations {
    session_who_am_i: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Session"];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    session_log_in: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["LogIn"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Session"];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    session_log_out: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    live_snapshot: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description code of the park */
                park: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Live"];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    live_day: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description code of the park */
                park: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Day"];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    live_stream: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description code of the park */
                park: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Server-sent events: `event: frame` with a Frame as data each second, `event: settled` when settled figures of the park have changed, a comment as ping at least each 15 s, `retry: 2000`. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "text/event-stream": components["schemas"]["Frame"];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    explain_explain_figure: {
        parameters: {
            query: {
                figure: "now" | "today" | "yesterday" | "interval" | "intensity";
                /** @description of figure=now and intensity: the frame's seq */
                frame?: number | null;
                /** @description of figure=today and yesterday */
                totals?: string | null;
                /** @description of figure=interval: ms */
                start?: number | null;
                by?: ("scope" | "enterprise" | "scene" | "carrier" | "flow" | "transfers" | "unallocated") | null;
                /** @description of a part; a flow: carrier|scene|enterprise */
                key?: string | null;
            };
            header?: never;
            path: {
                /** @description code of the park */
                park: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Explanation"];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    explain_ledger: {
        parameters: {
            query: {
                /** @description ms, inclusive */
                from: number;
                /** @description ms, exclusive */
                to: number;
            };
            header?: never;
            path: {
                source: string;
                /** @description code of the park */
                park: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["parkcarbon_saas__features__explain__schemas__Ledger"];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    explain_intervals: {
        parameters: {
            query: {
                /** @description ms, inclusive */
                from: number;
                /** @description ms, exclusive */
                to: number;
            };
            header?: never;
            path: {
                point: string;
                /** @description code of the park */
                park: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Intervals"];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    explain_readings: {
        parameters: {
            query: {
                /** @description ms, inclusive */
                from: number;
                /** @description ms, exclusive */
                to: number;
                /** @description of the page before */
                cursor?: number | null;
                limit?: number;
            };
            header?: never;
            path: {
                point: string;
                /** @description code of the park */
                park: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Readings"];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    quarantine_page: {
        parameters: {
            query?: {
                state?: ("open" | "replayed" | "dismissed") | null;
                /** @description of the page before */
                cursor?: number | null;
            };
            header?: never;
            path: {
                /** @description code of the park */
                park: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["QuarantinePage"];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    quarantine_replay_all: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description code of the park */
                park: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ReplayAll"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ReplayedAll"];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    quarantine_replay: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                item: number;
                /** @description code of the park */
                park: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Replay"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Replayed"];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    quarantine_dismiss: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                item: number;
                /** @description code of the park */
                park: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Dismiss"];
            };
        };
        responses: {
            /** @description Successful Response */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    evidence_upload: {
        parameters: {
            query?: {
                /** @description of an operator: whose file it is */
                enterprise?: string | null;
            };
            header: {
                /** @description name of the file, URL-encoded */
                "X-File-Name": string;
            };
            path: {
                /** @description code of the park */
                park: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/pdf": string;
                "image/png": string;
                "image/jpeg": string;
                "image/webp": string;
                "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": string;
                "application/vnd.openxmlformats-officedocument.wordprocessingml.document": string;
                "application/ofd": string;
                "application/zip": string;
                "text/csv": string;
                "text/plain": string;
            };
        };
        responses: {
            /** @description Successful Response */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Evidence"];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    evidence_download: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                evidence_id: number;
                /** @description code of the park */
                park: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/octet-stream": string;
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "meter-events_events": {
        parameters: {
            query?: {
                /** @description how many at most; without it all of them, in one page */
                limit?: number | null;
                /** @description of the page before: where its last row stands, as the answer said */
                cursor?: string | null;
            };
            header?: never;
            path: {
                point: string;
                /** @description code of the park */
                park: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Events"];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "meter-events_record": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                point: string;
                /** @description code of the park */
                park: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NewEvent"];
            };
        };
        responses: {
            /** @description Successful Response */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Event"];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "meter-events_preview": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                point: string;
                /** @description code of the park */
                park: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NewEvent"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ChangePreview"];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "meter-events_undo": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                point: string;
                item: number;
                /** @description code of the park */
                park: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Why"];
            };
        };
        responses: {
            /** @description Successful Response */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Event"];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "meter-events_preview_undo": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                point: string;
                item: number;
                /** @description code of the park */
                park: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ChangePreview"];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    meters_template: {
        parameters: {
            query?: {
                format?: "csv" | "xlsx";
                language?: "zh-CN" | "en";
            };
            header?: never;
            path: {
                /** @description code of the park */
                park: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/octet-stream": string;
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    meters_import_file: {
        parameters: {
            query?: {
                dry_run?: boolean;
            };
            header?: never;
            path: {
                /** @description code of the park */
                park: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "text/csv": string;
                "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": string;
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Import"];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    meters_every: {
        parameters: {
            query?: {
                /** @description words of code, names, meter or serial number, all of them */
                q?: string;
                /** @description meters of one carrier alone */
                carrier?: string | null;
                /** @description of one enterprise alone; '-': of the park itself */
                enterprise?: string | null;
                /** @description of one meter alone */
                device?: string | null;
                show?: "all" | "silent" | "findings" | "virtual";
                sort?: "code" | "age" | "findings";
                /** @description how many at most; without it all of them, in one page */
                limit?: number | null;
                /** @description of the page before: the last code there, with what rows are sorted by before it; or '@' and how many rows were shown, where what they are sorted by changes all the time */
                cursor?: string | null;
            };
            header?: never;
            path: {
                /** @description code of the park */
                park: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["MeterList"];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    meters_points: {
        parameters: {
            query?: {
                /** @description words of code, names or unit, all of them */
                q?: string;
                /** @description of these alone, where any is named */
                code?: string[];
                /** @description meters of one carrier alone */
                carrier?: string | null;
                /** @description what measures one quantity alone */
                quantity?: string | null;
                /** @description of these; of all without it */
                kind?: ("register" | "interval" | "gauge" | "virtual")[];
                /** @description no gauges but those that are integrated */
                with_amounts?: boolean;
                /** @description how many at most; without it all of them, in one page */
                limit?: number | null;
                /** @description of the page before: the last code there */
                cursor?: string | null;
            };
            header?: never;
            path: {
                /** @description code of the park */
                park: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PointChoices"];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    meters_devices: {
        parameters: {
            query?: {
                /** @description words of code, names or serial number, all of them */
                q?: string;
                /** @description of these alone, where any is named */
                code?: string[];
                /** @description how many at most; without it all of them, in one page */
                limit?: number | null;
                /** @description of the page before: the last code there */
                cursor?: string | null;
            };
            header?: never;
            path: {
                /** @description code of the park */
                park: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DeviceChoices"];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    devices_make: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description code of the park */
                park: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NewDevice"];
            };
        };
        responses: {
            /** @description Successful Response */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Device"];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    meters_life: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                point: string;
                /** @description code of the park */
                park: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PointLife"];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    meters_series: {
        parameters: {
            query: {
                /** @description ms, inclusive */
                from: number;
                /** @description ms, exclusive */
                to: number;
                step?: "quarter" | "hour" | "day";
                /** @description how many points there is room for: then spans of up to 1,100 days */
                max_points?: number | null;
            };
            header?: never;
            path: {
                point: string;
                /** @description code of the park */
                park: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PointSeries"];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    meters_remainder: {
        parameters: {
            query: {
                /** @description ms, inclusive */
                from: number;
                /** @description ms, exclusive */
                to: number;
                step?: "quarter" | "hour" | "day";
                /** @description how many points there is room for: then spans of up to 1,100 days */
                max_points?: number | null;
            };
            header?: never;
            path: {
                point: string;
                /** @description code of the park */
                park: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Remainder"];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    costs_listing: {
        parameters: {
            query?: {
                /** @description how many at most; without it all of them, in one page */
                limit?: number | null;
                /** @description of the page before: the last code there */
                cursor?: string | null;
            };
            header?: never;
            path: {
                /** @description code of the park */
                park: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Tariffs"];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    costs_put: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                code: string;
                /** @description code of the park */
                park: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["TariffBody"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Tariff"];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    costs_of_account: {
        parameters: {
            query: {
                /** @description ms, inclusive */
                from: number;
                /** @description ms, exclusive */
                to: number;
                /** @description without: the park at its incomers */
                enterprise?: string | null;
            };
            header?: never;
            path: {
                /** @description code of the park */
                park: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Costs"];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    costs_ranking: {
        parameters: {
            query: {
                /** @description ms, inclusive */
                from: number;
                /** @description ms, exclusive */
                to: number;
                /** @description how many at most; without it all of them, in one page */
                limit?: number | null;
                /** @description of the page before: '@' and how many rows were shown, whose order changes all the time */
                cursor?: string | null;
            };
            header?: never;
            path: {
                /** @description code of the park */
                park: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Ranking"];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    costs_demand: {
        parameters: {
            query: {
                /** @description local month, YYYY-MM */
                month: string;
                /** @description without: the park at its incomers */
                enterprise?: string | null;
            };
            header?: never;
            path: {
                /** @description code of the park */
                park: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DemandNow"];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "record-points_every": {
        parameters: {
            query?: {
                /** @description how many at most; without it all of them, in one page */
                limit?: number | null;
                /** @description of the page before: the last code there */
                cursor?: string | null;
            };
            header?: never;
            path: {
                /** @description code of the park */
                park: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RecordPoints"];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "record-points_one": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                code: string;
                /** @description code of the park */
                park: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RecordPoint"];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "record-points_put": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                code: string;
                /** @description code of the park */
                park: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NewRecordPoint"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RecordPoint"];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "record-points_preview": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                code: string;
                /** @description code of the park */
                park: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NewRecordPoint"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["FedBy"];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "record-points_end": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                code: string;
                /** @description code of the park */
                park: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Ending"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RecordPoint"];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "record-points_records": {
        parameters: {
            query: {
                /** @description ms, inclusive */
                from: number;
                /** @description ms, exclusive */
                to: number;
                /** @description how many at most; without it all of them, in one page */
                limit?: number | null;
                /** @description of the page before: where its last row stands, as the answer said */
                cursor?: string | null;
            };
            header?: never;
            path: {
                point: string;
                /** @description code of the park */
                park: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Records"];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    resources_overview: {
        parameters: {
            query: {
                /** @description ms, inclusive */
                from: number;
                /** @description ms, exclusive */
                to: number;
                enterprise?: string | null;
            };
            header?: never;
            path: {
                /** @description code of the park */
                park: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Resources"];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    meter_health_summary: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description code of the park */
                park: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Summary"];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    meter_health_coverage: {
        parameters: {
            query: {
                /** @description ms, inclusive */
                from: number;
                /** @description ms, exclusive */
                to: number;
                by?: "point" | "enterprise";
            };
            header?: never;
            path: {
                /** @description code of the park */
                park: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Calendar"];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    meter_health_findings: {
        parameters: {
            query?: {
                state?: "open" | "acknowledged" | "resolved" | "all";
                rule?: string | null;
                severity?: ("information" | "warning" | "error") | null;
                enterprise?: string | null;
                point?: string | null;
                /** @description of the page before */
                cursor?: string | null;
            };
            header?: never;
            path: {
                /** @description code of the park */
                park: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["parkcarbon_saas__features__meter_health__schemas__Findings"];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    meter_health_note: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description code of the park */
                park: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Note"];
            };
        };
        responses: {
            /** @description Successful Response */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    meter_health_balance: {
        parameters: {
            query: {
                /** @description ms, inclusive */
                from: number;
                /** @description ms, exclusive */
                to: number;
            };
            header?: never;
            path: {
                /** @description code of the park */
                park: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Balances"];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    meter_health_revisions: {
        parameters: {
            query?: {
                state?: "open" | "accepted" | "dismissed";
                point?: string | null;
                /** @description of the page before */
                cursor?: number | null;
            };
            header?: never;
            path: {
                /** @description code of the park */
                park: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Revisions"];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    meter_health_accept: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description code of the park */
                park: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["parkcarbon_saas__features__meter_health__schemas__Decision"];
            };
        };
        responses: {
            /** @description Successful Response */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    meter_health_dismiss: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description code of the park */
                park: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["parkcarbon_saas__features__meter_health__schemas__Decision"];
            };
        };
        responses: {
            /** @description Successful Response */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    alerts_listing: {
        parameters: {
            query?: {
                state?: "open" | "unacknowledged" | "snoozed" | "resolved" | "all";
                severity?: ("information" | "warning" | "error") | null;
                template?: ("no_data" | "carbon_rate" | "demand" | "power_factor" | "budget" | "edge_offline" | "spool" | "quarantine" | "meter_error") | null;
                assignee?: string | null;
                enterprise?: string | null;
                cursor?: number | null;
            };
            header?: never;
            path: {
                /** @description code of the park */
                park: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AlertPage"];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    alerts_counts: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description code of the park */
                park: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AlertCounts"];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    alerts_acknowledge: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description code of the park */
                park: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["AlertsChosen"];
            };
        };
        responses: {
            /** @description Successful Response */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    alerts_assign: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description code of the park */
                park: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["AlertsAssigned"];
            };
        };
        responses: {
            /** @description Successful Response */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    alerts_snooze: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description code of the park */
                park: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["AlertsSnoozed"];
            };
        };
        responses: {
            /** @description Successful Response */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    alerts_rule_listing: {
        parameters: {
            query?: {
                /** @description how many at most; without it all of them, in one page */
                limit?: number | null;
                /** @description of the page before: the number of the last row there */
                cursor?: number | null;
            };
            header?: never;
            path: {
                /** @description code of the park */
                park: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AlertRules"];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    alerts_add_rule: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description code of the park */
                park: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["AlertRuleWanted"];
            };
        };
        responses: {
            /** @description Successful Response */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AlertMade"];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    alerts_trial: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description code of the park */
                park: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["AlertRuleWanted"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AlertTrial"];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    alerts_recommend: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description code of the park */
                park: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AlertsRecommended"];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    alerts_change_rule: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                rule: number;
                /** @description code of the park */
                park: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["AlertRuleWanted"];
            };
        };
        responses: {
            /** @description Successful Response */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    alerts_delete_rule: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                rule: number;
                /** @description code of the park */
                park: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    alerts_receiver_listing: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description code of the park */
                park: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AlertReceivers"];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    alerts_add_receiver: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description code of the park */
                park: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["AlertReceiverWanted"];
            };
        };
        responses: {
            /** @description Successful Response */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AlertReceiverMade"];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    alerts_delivery_listing: {
        parameters: {
            query?: {
                /** @description how many at most; without it all of them, in one page */
                limit?: number | null;
                /** @description of the page before: the number of the last row there */
                cursor?: number | null;
            };
            header?: never;
            path: {
                /** @description code of the park */
                park: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AlertDeliveries"];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    alerts_remove_receiver: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                receiver: number;
                /** @description code of the park */
                park: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    alerts_try_receiver: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                receiver: number;
                /** @description code of the park */
                park: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": unknown;
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    search_search: {
        parameters: {
            query: {
                q: string;
            };
            header?: never;
            path: {
                /** @description code of the park */
                park: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SearchHits"];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    enterprises_every: {
        parameters: {
            query?: {
                /** @description how many at most; without it all of them, in one page */
                limit?: number | null;
                /** @description of the page before: the last code there */
                cursor?: string | null;
            };
            header?: never;
            path: {
                /** @description code of the park */
                park: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["EnterpriseList"];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    home_enterprise_home: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                enterprise: string;
                /** @description code of the park */
                park: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["EnterpriseHome"];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    places_places: {
        parameters: {
            query: {
                /** @description local day */
                from: string;
                /** @description local day, not included */
                to: string;
            };
            header?: never;
            path: {
                /** @description code of the park */
                park: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PlaceTree"];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    places_place: {
        parameters: {
            query: {
                measure?: "carbon" | "energy";
                by?: "child" | "carrier";
                /** @description local day */
                from: string;
                /** @description local day, not included */
                to: string;
            };
            header?: never;
            path: {
                kind: "park" | "enterprise" | "node" | "meter";
                code: string;
                /** @description code of the park */
                park: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PlaceDetail"];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    places_heat: {
        parameters: {
            query: {
                measure?: "carbon" | "energy";
                /** @description local day */
                from: string;
                /** @description local day, not included */
                to: string;
            };
            header?: never;
            path: {
                kind: "park" | "enterprise" | "node" | "meter";
                code: string;
                /** @description code of the park */
                park: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PlaceHeat"];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "site-plan_plan": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description code of the park */
                park: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SitePlan"];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "site-plan_save": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description code of the park */
                park: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["PlanBody"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SitePlan"];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "site-plan_add_image": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description code of the park */
                park: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "image/png": string;
                "image/jpeg": string;
                "image/webp": string;
            };
        };
        responses: {
            /** @description Successful Response */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PlanImage"];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "site-plan_image": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                image: number;
                /** @description code of the park */
                park: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "image/png": string;
                    "image/jpeg": string;
                    "image/webp": string;
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    locks_every_lock: {
        parameters: {
            query?: {
                /** @description how many at most; without it all of them, in one page */
                limit?: number | null;
                /** @description of the page before: the number of the last row there */
                cursor?: number | null;
            };
            header?: never;
            path: {
                /** @description code of the park */
                park: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Locks"];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    locks_add: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description code of the park */
                park: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NewLock"];
            };
        };
        responses: {
            /** @description Successful Response */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Lock"];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    locks_release: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                item: number;
                /** @description code of the park */
                park: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Release"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Lock"];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    locks_differences: {
        parameters: {
            query?: {
                state?: ("open" | "accepted" | "dismissed") | null;
                lock?: number | null;
                source?: string | null;
                /** @description of the page before */
                cursor?: number | null;
            };
            header?: never;
            path: {
                /** @description code of the park */
                park: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Differences"];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    locks_accept: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description code of the park */
                park: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["parkcarbon_saas__features__locks__schemas__Decision"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Decided"];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    locks_dismiss: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description code of the park */
                park: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["parkcarbon_saas__features__locks__schemas__Decision"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Decided"];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "virtual-points_every": {
        parameters: {
            query?: {
                /** @description how many at most; without it all of them, in one page */
                limit?: number | null;
                /** @description of the page before: the last code there */
                cursor?: string | null;
            };
            header?: never;
            path: {
                /** @description code of the park */
                park: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["VirtualPoints"];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "virtual-points_one": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                code: string;
                /** @description code of the park */
                park: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["VirtualPoint"];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "virtual-points_put": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                code: string;
                /** @description code of the park */
                park: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NewVirtualPoint"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["VirtualPoint"];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "virtual-points_end": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                code: string;
                /** @description code of the park */
                park: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Ending"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["VirtualPoint"];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "virtual-points_check": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description code of the park */
                park: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Wanted"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CheckedExpression"];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "virtual-points_evaluate": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description code of the park */
                park: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Period"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ExpressionValue"];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    conversions_every: {
        parameters: {
            query?: {
                /** @description how many at most; without it all of them, in one page */
                limit?: number | null;
                /** @description of the page before: the last code there */
                cursor?: string | null;
            };
            header?: never;
            path: {
                /** @description code of the park */
                park: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Conversions"];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    conversions_one: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                code: string;
                /** @description code of the park */
                park: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Conversion"];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    conversions_put: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                code: string;
                /** @description code of the park */
                park: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NewConversion"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Conversion"];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    conversions_preview: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                code: string;
                /** @description code of the park */
                park: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NewConversion"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TriedConversion"];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    conversions_end: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                code: string;
                /** @description code of the park */
                park: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Ending"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Conversion"];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    allocations_every: {
        parameters: {
            query?: {
                /** @description how many at most; without it all of them, in one page */
                limit?: number | null;
                /** @description of the page before: the last code there */
                cursor?: string | null;
            };
            header?: never;
            path: {
                /** @description code of the park */
                park: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Allocations"];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    allocations_add: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description code of the park */
                park: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NewAllocation"];
            };
        };
        responses: {
            /** @description Successful Response */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Allocation"];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    allocations_try_out: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description code of the park */
                park: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NewAllocation"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Divided"];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    allocations_end: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                item: number;
                /** @description code of the park */
                park: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["End"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Allocation"];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    activity_choices: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description code of the park */
                park: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Choices"];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    activity_meters: {
        parameters: {
            query: {
                item: string;
                enterprise?: string | null;
                /** @description words of code, names or unit, all of them */
                q?: string;
                /** @description how many at most; without it all of them, in one page */
                limit?: number | null;
                /** @description of the page before: the last code there, with its rank where rows are sorted by another */
                cursor?: string | null;
            };
            header?: never;
            path: {
                /** @description code of the park */
                park: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["BillMeters"];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    activity_grid: {
        parameters: {
            query: {
                year: number;
                /** @description how many at most; without it all of them, in one page */
                limit?: number | null;
                /** @description of the page before: the enterprise of its last row (none: the park's own), and the item */
                cursor?: string | null;
            };
            header?: never;
            path: {
                /** @description code of the park */
                park: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Grid"];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    activity_reconciliation: {
        parameters: {
            query: {
                year: number;
                /** @description how many at most; without it all of them, in one page */
                limit?: number | null;
                /** @description of the page before: where its last row stands, as the answer said */
                cursor?: string | null;
            };
            header?: never;
            path: {
                /** @description code of the park */
                park: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Reconciliations"];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    activity_past_years: {
        parameters: {
            query?: {
                /** @description how many at most; without it all of them, in one page */
                limit?: number | null;
                /** @description of the page before: the enterprise of its last row, the item, its use and the year */
                cursor?: string | null;
            };
            header?: never;
            path: {
                /** @description code of the park */
                park: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PastYears"];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    activity_history_import: {
        parameters: {
            query?: {
                dry_run?: boolean;
            };
            header?: never;
            path: {
                /** @description code of the park */
                park: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "text/csv": string;
                "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": string;
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Imported"];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    activity_history_template: {
        parameters: {
            query?: {
                format?: "csv" | "xlsx";
                language?: "zh-CN" | "en";
            };
            header?: never;
            path: {
                /** @description code of the park */
                park: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/octet-stream": string;
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    activity_reports: {
        parameters: {
            query: {
                year: number;
                kind?: "bill" | "history" | "driver";
                state?: ("draft" | "submitted" | "approved" | "rejected") | null;
                /** @description how many at most; without it all of them, in one page */
                limit?: number | null;
                /** @description of the page before: where its last row stands, as the answer said */
                cursor?: string | null;
            };
            header?: never;
            path: {
                /** @description code of the park */
                park: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Reports"];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    activity_create: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description code of the park */
                park: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NewReport"];
            };
        };
        responses: {
            /** @description Successful Response */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Detail"];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    activity_approve_all: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description code of the park */
                park: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Approval"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Approved"];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    activity_detail: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                report: number;
                /** @description code of the park */
                park: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Detail"];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    activity_submit: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                report: number;
                /** @description code of the park */
                park: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["parkcarbon_saas__features__activity__schemas__Decision"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Detail"];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    activity_approve: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                report: number;
                /** @description code of the park */
                park: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["parkcarbon_saas__features__activity__schemas__Decision"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Detail"];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    activity_reject: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                report: number;
                /** @description code of the park */
                park: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Rejection"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Detail"];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    activity_withdraw: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                report: number;
                /** @description code of the park */
                park: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["parkcarbon_saas__features__activity__schemas__Decision"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Detail"];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    drivers_series: {
        parameters: {
            query?: {
                item?: string | null;
                enterprise?: string | null;
                from?: string | null;
                to?: string | null;
            };
            header?: never;
            path: {
                /** @description code of the park */
                park: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Drivers"];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    drivers_grid: {
        parameters: {
            query: {
                year: number;
                /** @description how many at most; without it all of them, in one page */
                limit?: number | null;
                /** @description of the page before: the enterprise of its last row (none: the park's own), and the item */
                cursor?: string | null;
            };
            header?: never;
            path: {
                /** @description code of the park */
                park: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Grid"];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    fuel_stock_load: {
        parameters: {
            query: {
                item: string;
                enterprise?: string | null;
            };
            header?: never;
            path: {
                /** @description code of the park */
                park: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["FuelStock"];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    fuel_stock_entries: {
        parameters: {
            query: {
                item: string;
                enterprise?: string | null;
                /** @description how many at most; without it all of them, in one page */
                limit?: number | null;
                /** @description of the page before: where its last row stands, as the answer said */
                cursor?: string | null;
            };
            header?: never;
            path: {
                /** @description code of the park */
                park: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["StockEntries"];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    fuel_stock_add_entry: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description code of the park */
                park: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NewEntry"];
            };
        };
        responses: {
            /** @description Successful Response */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["StockEntry"];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    fuel_stock_cancel_entry: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                entry: number;
                /** @description code of the park */
                park: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Cancel"];
            };
        };
        responses: {
            /** @description Successful Response */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    fuel_stock_lots: {
        parameters: {
            query: {
                item: string;
                enterprise?: string | null;
                /** @description how many at most; without it all of them, in one page */
                limit?: number | null;
                /** @description of the page before: where its last row stands, as the answer said */
                cursor?: string | null;
            };
            header?: never;
            path: {
                /** @description code of the park */
                park: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["StockLots"];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    fuel_stock_add_lot: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description code of the park */
                park: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NewLot"];
            };
        };
        responses: {
            /** @description Successful Response */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["StockLot"];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    fuel_stock_cancel_lot: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                lot: number;
                /** @description code of the park */
                park: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Cancel"];
            };
        };
        responses: {
            /** @description Successful Response */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    corrections_every: {
        parameters: {
            query?: {
                /** @description how many at most; without it all of them, in one page */
                limit?: number | null;
                /** @description of the page before: the number of the last row there */
                cursor?: number | null;
            };
            header?: never;
            path: {
                point: string;
                /** @description code of the park */
                park: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Corrections"];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    corrections_record: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                point: string;
                /** @description code of the park */
                park: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NewCorrection"];
            };
        };
        responses: {
            /** @description Successful Response */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Correction"];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    corrections_try_out: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                point: string;
                /** @description code of the park */
                park: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NewCorrection"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ChangePreview"];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    corrections_undo: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                point: string;
                item: number;
                /** @description code of the park */
                park: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Why"];
            };
        };
        responses: {
            /** @description Successful Response */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Correction"];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    corrections_try_undo: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                point: string;
                item: number;
                /** @description code of the park */
                park: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ChangePreview"];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    edges_every: {
        parameters: {
            query?: {
                /** @description how many at most; without it all of them, in one page */
                limit?: number | null;
                /** @description of the page before: the last code there */
                cursor?: string | null;
            };
            header?: never;
            path: {
                /** @description code of the park */
                park: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Edges"];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    edges_make: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description code of the park */
                park: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NewEdge"];
            };
        };
        responses: {
            /** @description Successful Response */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Edge"];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    edges_one: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description code of the edge */
                edge: string;
                /** @description code of the park */
                park: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Edge"];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    edges_remove: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description code of the edge */
                edge: string;
                /** @description code of the park */
                park: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    edges_add_token: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description code of the edge */
                edge: string;
                /** @description code of the park */
                park: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Token"];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    edges_void_tokens: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description code of the edge */
                edge: string;
                /** @description code of the park */
                park: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    edges_give_edge_login: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description code of the edge */
                edge: string;
                /** @description code of the park */
                park: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["BrokerLogin"];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    edges_revoke_edge: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description code of the edge */
                edge: string;
                /** @description code of the park */
                park: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    edges_device_logins: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description code of the meter */
                device: string;
                /** @description code of the park */
                park: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["LoginRecords"];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    edges_give_device_login: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description code of the meter */
                device: string;
                /** @description code of the park */
                park: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["DeviceLogin"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["BrokerLogin"];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    edges_revoke_device: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description code of the meter */
                device: string;
                /** @description code of the park */
                park: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    edges_show: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description code of the edge */
                edge: string;
                /** @description code of the park */
                park: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["EdgeConfig"];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    edges_save: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description code of the edge */
                edge: string;
                /** @description code of the park */
                park: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NewEdgeConfig"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["EdgeConfig"];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    edges_ask: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description code of the edge */
                edge: string;
                /** @description code of the park */
                park: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NewEdgeCommand"];
            };
        };
        responses: {
            /** @description Successful Response */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Asked"];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    edges_answer: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description code of the edge */
                edge: string;
                command: string;
                /** @description code of the park */
                park: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["EdgeCommand"];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    edges_download: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description code of the edge */
                edge: string;
                command: string;
                /** @description code of the park */
                park: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": unknown;
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    edges_ledger: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description code of the edge */
                edge: string;
                /** @description code of the park */
                park: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["parkcarbon_saas__features__edge_orders__schemas__Ledger"];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    devices_check: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description code of the park */
                park: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NewDevice"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["parkcarbon_saas__features__devices__schemas__Check"];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    devices_mapping: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description code of the meter */
                device: string;
                /** @description code of the park */
                park: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Mapping"];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    devices_save_mapping: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description code of the meter */
                device: string;
                /** @description code of the park */
                park: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NewMapping"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Mapping"];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    devices_preview: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description code of the meter */
                device: string;
                /** @description code of the park */
                park: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["PreviewBody"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["MappingPreview"];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    devices_messages: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description code of the meter */
                device: string;
                /** @description code of the park */
                park: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Messages"];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    devices_look: {
        parameters: {
            query?: {
                /** @description ms; what was before is not looked at (1 h) */
                since?: number | null;
                /** @description what it is going to speak, as long as it has no mapping */
                dialect?: "fields" | "thingsboard" | "sparkplug";
            };
            header?: never;
            path: {
                /** @description code of the meter */
                device: string;
                /** @description code of the park */
                park: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Ladder"];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    devices_topic: {
        parameters: {
            query: {
                /** @description as it is entered in the device */
                topic: string;
            };
            header?: never;
            path: {
                /** @description code of the meter */
                device: string;
                /** @description code of the park */
                park: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TopicVerdict"];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    devices_stream: {
        parameters: {
            query?: {
                /** @description ms; what was before is not looked at (1 h) */
                since?: number | null;
                /** @description what it is going to speak, as long as it has no mapping */
                dialect?: "fields" | "thingsboard" | "sparkplug";
            };
            header?: never;
            path: {
                /** @description code of the meter */
                device: string;
                /** @description code of the park */
                park: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Server-sent events: `event: ladder` with a Ladder as data whenever it has changed, a comment as ping at least each 15 s, `retry: 2000`. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "text/event-stream": components["schemas"]["Ladder"];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    enrolment_enrol: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Enrol"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["parkcarbon_saas__features__enrolment__schemas__Enrolled"];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    directory_held: {
        parameters: {
            query?: never;
            header?: {
                "X-ParkCarbon-Directory"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Question"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Held"];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    planning_desk: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description code of the park */
                park: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PlanDesk"];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    planning_base_from_ledger: {
        parameters: {
            query: {
                /** @description ms, inclusive */
                from: number;
                /** @description ms, exclusive */
                to: number;
                output: number;
            };
            header?: never;
            path: {
                /** @description code of the park */
                park: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PlanBase"];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    planning_save_base: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description code of the park */
                park: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["PlanBase"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PlanDesk"];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    planning_save_market: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description code of the park */
                park: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["PlanMarket"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PlanDesk"];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    planning_save_scenario: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                code: string;
                /** @description code of the park */
                park: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["PlanScenario"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PlanDesk"];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    planning_save_measure: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                code: string;
                /** @description code of the park */
                park: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["PlanMeasure"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PlanDesk"];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    planning_end: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                kind: "scenarios" | "measures";
                code: string;
                /** @description code of the park */
                park: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PlanDesk"];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    planning_preview: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description code of the park */
                park: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["PlanPreview"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PathResult"];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    planning_macc: {
        parameters: {
            query: {
                scenario: string;
                built?: number;
                order?: "cost" | "pareto";
            };
            header?: never;
            path: {
                /** @description code of the park */
                park: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["MaccResult"];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    planning_plans: {
        parameters: {
            query?: {
                kind?: ("pathway" | "portfolio") | null;
                /** @description how many at most; without it all of them, in one page */
                limit?: number | null;
                /** @description of the page before: the number of the last row there */
                cursor?: number | null;
            };
            header?: never;
            path: {
                /** @description code of the park */
                park: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Plans"];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    planning_request_pathway: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description code of the park */
                park: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["PathwayRequest"];
            };
        };
        responses: {
            /** @description Successful Response */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PlanLine"];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    planning_request_portfolio: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description code of the park */
                park: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["PortfolioRequest"];
            };
        };
        responses: {
            /** @description Successful Response */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PlanLine"];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    planning_plan: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                item: number;
                /** @description code of the park */
                park: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PlanDetail"];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    planning_cancel: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                item: number;
                /** @description code of the park */
                park: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PlanLine"];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    planning_plan_report: {
        parameters: {
            query?: {
                language?: "zh-CN" | "en";
                form?: "pdf" | "xlsx";
            };
            header?: never;
            path: {
                item: number;
                /** @description code of the park */
                park: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": unknown;
                    "application/pdf": unknown;
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    planning_push: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                item: number;
                /** @description code of the park */
                park: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["PlanPush"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Targets"];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    planning_every_target: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description code of the park */
                park: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Targets"];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    planning_save_targets: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description code of the park */
                park: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["PlanTargetsSaved"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Targets"];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    budgets_of_year: {
        parameters: {
            query: {
                year: number;
            };
            header?: never;
            path: {
                /** @description code of the park */
                park: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["BudgetsYear"];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    budgets_save: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description code of the park */
                park: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["BudgetWanted"];
            };
        };
        responses: {
            /** @description Successful Response */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    budgets_one: {
        parameters: {
            query: {
                year: number;
                /** @description an enterprise; the park where none is named */
                enterprise?: string | null;
            };
            header?: never;
            path: {
                kind: "carbon" | "energy" | "electricity";
                /** @description code of the park */
                park: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["BudgetDetail"];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    budgets_end: {
        parameters: {
            query: {
                year: number;
                /** @description an enterprise; the park where none is named */
                enterprise?: string | null;
            };
            header?: never;
            path: {
                kind: "carbon" | "energy" | "electricity";
                /** @description code of the park */
                park: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    budgets_proposal: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description code of the park */
                park: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["BudgetWanted"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["BudgetProposal"];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    budgets_of_plan: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description code of the park */
                park: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["BudgetOfPlan"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["BudgetPushed"];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    benchmark_benchmark: {
        parameters: {
            query: {
                year: number;
            };
            header?: never;
            path: {
                /** @description code of the park */
                park: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Benchmark"];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    benchmark_norms_in_force: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description code of the park */
                park: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["NormsTold"];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    benchmark_norm_versions: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                norm: string;
                /** @description code of the park */
                park: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["NormsTold"];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    benchmark_save_norm: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                norm: string;
                /** @description code of the park */
                park: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NormWanted"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["NormTold"];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    benchmark_end_norm: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                norm: string;
                /** @description code of the park */
                park: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    benchmark_what_if: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description code of the park */
                park: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["WhatIfAsked"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["WhatIf"];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    benchmark_kept_what_ifs: {
        parameters: {
            query?: {
                /** @description how many at most; without it all of them, in one page */
                limit?: number | null;
                /** @description of the page before: the number of the last row there */
                cursor?: number | null;
            };
            header?: never;
            path: {
                /** @description code of the park */
                park: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["WhatIfs"];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    benchmark_keep_what_if: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description code of the park */
                park: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["WhatIfAsked"];
            };
        };
        responses: {
            /** @description Successful Response */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["WhatIfs"];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    benchmark_end_what_if: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                item: number;
                /** @description code of the park */
                park: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    meters_judge: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description code of the park */
                park: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Values"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Judgements"];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    zero_carbon_year: {
        parameters: {
            query: {
                year: number;
            };
            header?: never;
            path: {
                /** @description code of the park */
                park: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ZeroCarbonYear"];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    zero_carbon_zero_carbon_outlook: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description code of the park */
                park: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ZeroCarbonOutlook"];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    zero_carbon_comparison: {
        parameters: {
            query: {
                year: number;
            };
            header?: never;
            path: {
                /** @description code of the park */
                park: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ZeroCarbonComparison"];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    zero_carbon_report: {
        parameters: {
            query: {
                year: number;
                language?: "zh-CN" | "en";
                form?: "xlsx" | "pdf";
            };
            header?: never;
            path: {
                /** @description code of the park */
                park: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/octet-stream": string;
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    zero_carbon_decided: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description code of the park */
                park: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ZeroCarbonDecided"];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    zero_carbon_decide: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description code of the park */
                park: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ZeroCarbonDecision"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ZeroCarbonDecided"];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    zero_carbon_enter: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description code of the park */
                park: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ZeroCarbonEntry"];
            };
        };
        responses: {
            /** @description Successful Response */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    zero_carbon_factors_template: {
        parameters: {
            query?: {
                format?: "csv" | "xlsx";
                language?: "zh-CN" | "en";
            };
            header?: never;
            path: {
                /** @description code of the park */
                park: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/octet-stream": string;
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    zero_carbon_factors_import: {
        parameters: {
            query?: {
                dry_run?: boolean;
            };
            header?: never;
            path: {
                /** @description code of the park */
                park: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "text/csv": string;
                "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": string;
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ZeroCarbonImported"];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    flows_flows: {
        parameters: {
            query: {
                /** @description local day */
                from: string;
                /** @description local day, not included */
                to: string;
                enterprise?: string | null;
            };
            header?: never;
            path: {
                /** @description code of the park */
                park: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["EnergyFlows"];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    flows_flows_file: {
        parameters: {
            query: {
                table?: "links" | "balance";
                language?: "zh-CN" | "en";
                /** @description local day */
                from: string;
                /** @description local day, not included */
                to: string;
                enterprise?: string | null;
            };
            header?: never;
            path: {
                /** @description code of the park */
                park: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/octet-stream": string;
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    flows_energy_and_emission_tables: {
        parameters: {
            query: {
                form?: "xlsx" | "pdf";
                language?: "zh-CN" | "en";
                /** @description local day */
                from: string;
                /** @description local day, not included */
                to: string;
                enterprise?: string | null;
            };
            header?: never;
            path: {
                /** @description code of the park */
                park: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/octet-stream": string;
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    functions_park_functions: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description code of the park */
                park: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ParkFunctions"];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    functions_reword: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description code of the park */
                park: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ParkFunctionsReworded"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ParkFunctions"];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    functions_evidence: {
        parameters: {
            query?: {
                language?: "zh-CN" | "en";
            };
            header?: never;
            path: {
                /** @description code of the park */
                park: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/octet-stream": string;
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    factors_factors: {
        parameters: {
            query?: {
                q?: string;
                set?: string | null;
                region?: string | null;
                used?: boolean;
                in_force?: boolean;
                after?: number;
            };
            header?: never;
            path: {
                /** @description code of the park */
                park: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Factors"];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    factors_needs: {
        parameters: {
            query?: {
                /** @description how many at most; without it all of them, in one page */
                limit?: number | null;
                /** @description of the page before: the last code there, with its rank where rows are sorted by another */
                cursor?: string | null;
            };
            header?: never;
            path: {
                /** @description code of the park */
                park: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["FactorNeeds"];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    factors_factor: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                factor: string;
                /** @description code of the park */
                park: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["FactorTimeline"];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    factors_uses: {
        parameters: {
            query?: {
                /** @description how many at most; without it all of them, in one page */
                limit?: number | null;
                /** @description of the page before: the last code there */
                cursor?: string | null;
            };
            header?: never;
            path: {
                factor: string;
                /** @description code of the park */
                park: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["FactorUses"];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    factors_factor_sets: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description code of the park */
                park: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["FactorChoice"];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    factors_adopt: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description code of the park */
                park: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Adopt"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["FactorChoice"];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    factors_choose_gwp: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description code of the park */
                park: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ChosenPotentials"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["FactorChoice"];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    factors_preview: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description code of the park */
                park: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["FactorSpan"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Restated"];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    factors_restatements: {
        parameters: {
            query?: {
                /** @description how many at most; without it all of them, in one page */
                limit?: number | null;
                /** @description of the page before: the number of the last row there */
                cursor?: number | null;
            };
            header?: never;
            path: {
                /** @description code of the park */
                park: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Restatements"];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    factors_restate: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description code of the park */
                park: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Restate"];
            };
        };
        responses: {
            /** @description Successful Response */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Restatement"];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    factors_cancel: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                item: number;
                /** @description code of the park */
                park: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Restatement"];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    factors_proposals: {
        parameters: {
            query?: {
                /** @description how many at most; without it all of them, in one page */
                limit?: number | null;
                /** @description of the page before: the number of the last row there */
                cursor?: number | null;
            };
            header?: never;
            path: {
                /** @description code of the park */
                park: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OwnFactors"];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    factors_propose: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description code of the park */
                park: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NewOwnFactor"];
            };
        };
        responses: {
            /** @description Successful Response */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OwnFactor"];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    factors_decide: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                item: number;
                decision: "approve" | "reject" | "withdraw";
                /** @description code of the park */
                park: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["FactorDecision"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OwnFactor"];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    exports_exports: {
        parameters: {
            query?: {
                /** @description how many at most; without it all of them, in one page */
                limit?: number | null;
                /** @description of the page before: the number of the last row there */
                cursor?: number | null;
            };
            header?: never;
            path: {
                /** @description code of the park */
                park: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Exports"];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    exports_request: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description code of the park */
                park: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ExportRequest"];
            };
        };
        responses: {
            /** @description Successful Response */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Export"];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    exports_request_stored: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description code of the park */
                park: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["StoredExportRequest"];
            };
        };
        responses: {
            /** @description Successful Response */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Export"];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    exports_request_everything: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description code of the park */
                park: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["EverythingRequest"];
            };
        };
        responses: {
            /** @description Successful Response */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Export"];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    exports_export: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                item: number;
                /** @description code of the park */
                park: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Export"];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    exports_download: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                item: number;
                /** @description code of the park */
                park: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/octet-stream": string;
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    exports_check: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                item: number;
                /** @description code of the park */
                park: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PackCheck"];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    inventory_rulesets: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description code of the park */
                park: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RulesetOut"][];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    inventory_inventory: {
        parameters: {
            query: {
                /** @description local day */
                from: string;
                /** @description local day, not included */
                to: string;
                ruleset: string;
                enterprise?: string | null;
                gwp?: string | null;
                approach?: string | null;
            };
            header?: never;
            path: {
                /** @description code of the park */
                park: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ComputedInventory"];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    inventory_explain_computed: {
        parameters: {
            query: {
                /** @description how many terms come before this page */
                offset?: number;
                limit?: number;
                /** @description local day */
                from: string;
                /** @description local day, not included */
                to: string;
                ruleset: string;
                enterprise?: string | null;
                gwp?: string | null;
                approach?: string | null;
                basis?: "location" | "market";
                by?: ("scope" | "group" | "scene" | "enterprise" | "carrier" | "gas" | "month" | "source" | "category" | "transfers" | "unallocated") | null;
                key?: string | null;
            };
            header?: never;
            path: {
                /** @description code of the park */
                park: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["InventoryExplanation"];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    inventory_explain_computed_months: {
        parameters: {
            query: {
                source: string;
                deduction?: boolean;
                /** @description local day */
                from: string;
                /** @description local day, not included */
                to: string;
                ruleset: string;
                enterprise?: string | null;
                gwp?: string | null;
                approach?: string | null;
                basis?: "location" | "market";
                by?: ("scope" | "group" | "scene" | "enterprise" | "carrier" | "gas" | "month" | "source" | "category" | "transfers" | "unallocated") | null;
                key?: string | null;
            };
            header?: never;
            path: {
                /** @description code of the park */
                park: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ExplainedMonths"];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    inventory_year_bridge: {
        parameters: {
            query: {
                basis?: "location" | "market";
                /** @description local day */
                from: string;
                /** @description local day, not included */
                to: string;
                ruleset: string;
                enterprise?: string | null;
                gwp?: string | null;
                approach?: string | null;
            };
            header?: never;
            path: {
                /** @description code of the park */
                park: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["InventoryBridge"];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    inventory_figures_now: {
        parameters: {
            query: {
                /** @description local day */
                from: string;
                /** @description local day, not included */
                to: string;
                ruleset: string;
                enterprise?: string | null;
                gwp?: string | null;
                approach?: string | null;
            };
            header?: never;
            path: {
                /** @description code of the park */
                park: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["InventoryFigures"];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    inventory_figures_stored: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                item: number;
                /** @description code of the park */
                park: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["InventoryFigures"];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    inventory_inventories: {
        parameters: {
            query?: {
                /** @description how many at most; without it all of them, in one page */
                limit?: number | null;
                /** @description of the page before: where its last row stands, as the answer said */
                cursor?: string | null;
            };
            header?: never;
            path: {
                /** @description code of the park */
                park: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["StoredInventories"];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    inventory_begin: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description code of the park */
                park: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NewInventory"];
            };
        };
        responses: {
            /** @description Successful Response */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["StoredInventory"];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    inventory_inventory_detail: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                item: number;
                /** @description code of the park */
                park: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["InventoryDetail"];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    inventory_transition: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                item: number;
                /** @description code of the park */
                park: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["InventoryStep"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["InventoryDetail"];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    inventory_comment: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                item: number;
                /** @description code of the park */
                park: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["InventorySaying"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["InventoryDetail"];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    inventory_stop: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                item: number;
                /** @description code of the park */
                park: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["InventoryDetail"];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    inventory_rows: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                item: number;
                /** @description code of the park */
                park: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["InventoryItems"];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    inventory_explain_stored: {
        parameters: {
            query?: {
                /** @description how many terms come before this page */
                offset?: number;
                limit?: number;
                basis?: "location" | "market";
                by?: ("scope" | "group" | "scene" | "enterprise" | "carrier" | "gas" | "month" | "source" | "category" | "transfers" | "unallocated") | null;
                key?: string | null;
            };
            header?: never;
            path: {
                item: number;
                /** @description code of the park */
                park: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["InventoryExplanation"];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    inventory_explain_stored_months: {
        parameters: {
            query: {
                source: string;
                deduction?: boolean;
                basis?: "location" | "market";
                by?: ("scope" | "group" | "scene" | "enterprise" | "carrier" | "gas" | "month" | "source" | "category" | "transfers" | "unallocated") | null;
                key?: string | null;
            };
            header?: never;
            path: {
                item: number;
                /** @description code of the park */
                park: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ExplainedMonths"];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    inventory_differences: {
        parameters: {
            query?: {
                basis?: "location" | "market";
            };
            header?: never;
            path: {
                item: number;
                /** @description code of the park */
                park: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["InventoryDifferences"];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    inventory_base_year: {
        parameters: {
            query?: {
                enterprise?: string | null;
                basis?: "location" | "market";
            };
            header?: never;
            path: {
                /** @description code of the park */
                park: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["BaseYearOut"] | null;
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    inventory_choose_base_year: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description code of the park */
                park: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NewBaseYear"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["BaseYearOut"];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    sources_every: {
        parameters: {
            query?: {
                /** @description words of code or names, all of them */
                q?: string;
                /** @description sources of one category alone */
                category?: string | null;
                sort?: "code" | "category";
                /** @description how many at most; without it all of them, in one page */
                limit?: number | null;
                /** @description of the page before: the last code there, with its rank where rows are sorted by another */
                cursor?: string | null;
            };
            header?: never;
            path: {
                /** @description code of the park */
                park: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["EmissionSources"];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    sources_create: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description code of the park */
                park: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NewSource"];
            };
        };
        responses: {
            /** @description Successful Response */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SourceDetail"];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    sources_try_out: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description code of the park */
                park: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["SourceDefinition"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SourceTrial"];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    sources_templates: {
        parameters: {
            query?: {
                /** @description code of GB/T 4754 */
                industry?: string | null;
            };
            header?: never;
            path: {
                /** @description code of the park */
                park: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SourceTemplates"];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    sources_uncovered: {
        parameters: {
            query?: {
                /** @description how many at most; without it all of them, in one page */
                limit?: number | null;
                /** @description of the page before: the last code there */
                cursor?: string | null;
            };
            header?: never;
            path: {
                /** @description code of the park */
                park: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["UncoveredPoints"];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    sources_one: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description code of the source */
                source: string;
                /** @description code of the park */
                park: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SourceDetail"];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    sources_edit: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description code of the source */
                source: string;
                /** @description code of the park */
                park: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["SourceEdit"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SourceDetail"];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    sources_after: {
        parameters: {
            query: {
                /** @description the first local day without the source */
                from: string;
            };
            header?: never;
            path: {
                /** @description code of the source */
                source: string;
                /** @description code of the park */
                park: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SourceAfter"];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    sources_end: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description code of the source */
                source: string;
                /** @description code of the park */
                park: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["SourceEnd"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SourceDetail"];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    sources_replace: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description code of the source */
                source: string;
                /** @description code of the park */
                park: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Replacement"];
            };
        };
        responses: {
            /** @description Successful Response */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SourceDetail"];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    sources_delete: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description code of the source */
                source: string;
                /** @description code of the park */
                park: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Body_sources_delete"];
            };
        };
        responses: {
            /** @description Successful Response */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "green supply_every": {
        parameters: {
            query?: {
                /** @description how many at most; without it all of them, in one page */
                limit?: number | null;
                /** @description of the page before: where its last row stands, as the answer said */
                cursor?: string | null;
            };
            header?: never;
            path: {
                /** @description code of the park */
                park: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["GreenSupplies"];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "green supply_add": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description code of the park */
                park: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NewGreenSupply"];
            };
        };
        responses: {
            /** @description Successful Response */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["GreenSupply"];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "green supply_uses": {
        parameters: {
            query?: {
                supply?: number | null;
                /** @description how many at most; without it all of them, in one page */
                limit?: number | null;
                /** @description of the page before: where its last row stands, as the answer said */
                cursor?: string | null;
            };
            header?: never;
            path: {
                /** @description code of the park */
                park: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["GreenUses"];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "green supply_use": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                item: number;
                /** @description code of the park */
                park: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NewGreenUse"];
            };
        };
        responses: {
            /** @description Successful Response */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["GreenUse"];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "green supply_withdraw": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                item: number;
                /** @description code of the park */
                park: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["GreenNote"];
            };
        };
        responses: {
            /** @description Successful Response */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "green supply_release": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                item: number;
                /** @description code of the park */
                park: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["GreenNote"];
            };
        };
        responses: {
            /** @description Successful Response */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    quality_plan_quality_plan: {
        parameters: {
            query?: {
                enterprise?: string | null;
            };
            header?: never;
            path: {
                /** @description code of the park */
                park: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["QualityPlan"];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    quality_plan_plan_file: {
        parameters: {
            query?: {
                enterprise?: string | null;
                format?: "csv" | "xlsx";
                language?: "zh-CN" | "en";
            };
            header?: never;
            path: {
                /** @description code of the park */
                park: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/octet-stream": string;
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    quality_plan_said: {
        parameters: {
            query: {
                subject: string;
            };
            header?: never;
            path: {
                /** @description code of the park */
                park: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PlanHistory"];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    quality_plan_say: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description code of the park */
                park: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["PlanNote"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PlanHistory"];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    analyses_analyses: {
        parameters: {
            query?: {
                kind?: ("lmdi" | "stirpat" | "decoupling") | null;
                /** @description how many at most; without it all of them, in one page */
                limit?: number | null;
                /** @description of the page before: the number of the last row there */
                cursor?: number | null;
            };
            header?: never;
            path: {
                /** @description code of the park */
                park: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Analyses"];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    analyses_analyse: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description code of the park */
                park: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NewAnalysis"];
            };
        };
        responses: {
            /** @description Successful Response */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AnalysisRun"];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    analyses_template: {
        parameters: {
            query: {
                kind: "lmdi" | "stirpat" | "decoupling";
                format?: "csv" | "xlsx";
            };
            header?: never;
            path: {
                /** @description code of the park */
                park: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/octet-stream": string;
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    analyses_read_table: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description code of the park */
                park: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "text/csv": string;
                "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": string;
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ReadTable"];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    analyses_this_month_change: {
        parameters: {
            query?: {
                against?: "last_month" | "last_year";
            };
            header?: never;
            path: {
                /** @description code of the park */
                park: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["MonthChange"];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    analyses_analysis: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                run: number;
                /** @description code of the park */
                park: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AnalysisRun"];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    analyses_cancel: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                run: number;
                /** @description code of the park */
                park: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AnalysisRun"];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    audit_events: {
        parameters: {
            query?: {
                from?: number | null;
                to?: number | null;
                actor?: string | null;
                /** @description how the action's name begins */
                action?: string | null;
                outcome?: ("done" | "refused") | null;
                /** @description of the page before */
                cursor?: number | null;
            };
            header?: never;
            path: {
                /** @description code of the park */
                park: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AuditEvents"];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    audit_chain: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description code of the park */
                park: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AuditChain"];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    audit_export: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description code of the park */
                park: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "text/csv": unknown;
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    people_members: {
        parameters: {
            query?: {
                /** @description how many at most; without it all of them, in one page */
                limit?: number | null;
                /** @description of the page before: the last log-in name there */
                cursor?: string | null;
            };
            header?: never;
            path: {
                /** @description code of the park */
                park: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Members"];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    people_invite: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description code of the park */
                park: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NewMember"];
            };
        };
        responses: {
            /** @description Successful Response */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Invited"];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    people_change: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                login: string;
                /** @description code of the park */
                park: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["WantedRole"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Member"];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    people_remove: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                login: string;
                /** @description code of the park */
                park: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    people_invite_again: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                login: string;
                /** @description code of the park */
                park: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Invited"];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    people_end_sessions: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                login: string;
                /** @description code of the park */
                park: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    people_set_account: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                login: string;
                /** @description code of the park */
                park: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["AccountState"];
            };
        };
        responses: {
            /** @description Successful Response */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    people_tokens: {
        parameters: {
            query?: {
                /** @description how many at most; without it all of them, in one page */
                limit?: number | null;
                /** @description of the page before: the number of the last row there */
                cursor?: number | null;
            };
            header?: never;
            path: {
                /** @description code of the park */
                park: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ApiTokens"];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    people_add_token: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description code of the park */
                park: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["WantedToken"];
            };
        };
        responses: {
            /** @description Successful Response */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["MadeToken"];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    people_revoke_token: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                item: number;
                /** @description code of the park */
                park: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    account_accept: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Acceptance"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Accepted"];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    account_change_password: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NewPassword"];
            };
        };
        responses: {
            /** @description Successful Response */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    account_sessions: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OpenSessions"];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    account_end_session: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                key: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    second_factor_own: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["FactorState"];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    second_factor_begin: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["FactorBegin"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["FactorSecret"];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    second_factor_confirm: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["FactorCode"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RecoveryCodes"];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    second_factor_recovery_codes: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["FactorCode"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RecoveryCodes"];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    second_factor_remove: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["FactorCode"];
            };
        };
        responses: {
            /** @description Successful Response */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    second_factor_reset: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                login: string;
                /** @description code of the park */
                park: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    second_factor_policy: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description code of the park */
                park: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AccessPolicy"];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    second_factor_set_policy: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description code of the park */
                park: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["AccessPolicy"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AccessPolicy"];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    sso_offer: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SsoOffer"];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    sso_finish: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["SsoAnswer"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Session"];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    sso_start: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SsoStart"];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    system_system: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SystemState"];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    terms_agreed: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description code of the park */
                park: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AgreedTerms"];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    terms_agree: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description code of the park */
                park: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["WantedTerms"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AgreedTerms"];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    wall_wall: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["WallPark"];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    wall_open_wall: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["WallToken"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["WallPark"];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    wall_wall_live: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Live"];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    wall_wall_day: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Day"];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    wall_wall_stream: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Server-sent events: `event: frame` with a Frame as data each second, `event: settled` when settled figures of the park have changed, a comment as ping at least each 15 s, `retry: 2000`. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "text/event-stream": components["schemas"]["Frame"];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    wall_links: {
        parameters: {
            query?: {
                /** @description how many at most; without it all of them, in one page */
                limit?: number | null;
                /** @description of the page before: the number of the last row there */
                cursor?: number | null;
            };
            header?: never;
            path: {
                /** @description code of the park */
                park: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["WallLinks"];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    wall_add_link: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description code of the park */
                park: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["WantedWallLink"];
            };
        };
        responses: {
            /** @description Successful Response */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["MadeWallLink"];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    wall_revoke_link: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                item: number;
                /** @description code of the park */
                park: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    onboarding_parks: {
        parameters: {
            query?: {
                /** @description how many at most; without it all of them, in one page */
                limit?: number | null;
                /** @description of the page before: the last code there */
                cursor?: string | null;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ManagedParks"];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    onboarding_export: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description code of the park */
                park: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/yaml": unknown;
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    onboarding_plan: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/yaml": string;
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ParkPlan"];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    onboarding_apply: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/yaml": string;
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AppliedPark"];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    onboarding_clone: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description code of the park */
                park: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["WantedClone"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/yaml": unknown;
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    onboarding_set_state: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description code of the park */
                park: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["WantedState"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ManagedPark"];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    onboarding_delete_park: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description code of the park */
                park: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["DeletionWish"];
            };
        };
        responses: {
            /** @description Successful Response */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Deletion"];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    onboarding_deletions: {
        parameters: {
            query?: {
                /** @description how many at most; without it all of them, in one page */
                limit?: number | null;
                /** @description of the page before: the number of the last row there */
                cursor?: number | null;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Deletions"];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    onboarding_wizard: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["WizardChoices"];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    onboarding_template: {
        parameters: {
            query?: {
                language?: "zh-CN" | "en";
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/octet-stream": string;
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    onboarding_read_table: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "text/csv": string;
                "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": string;
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["MeterTable"];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    onboarding_begin: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NewDraft"];
            };
        };
        responses: {
            /** @description Successful Response */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ParkDraft"];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    onboarding_look: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                draft: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ParkDraft"];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    onboarding_save: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                draft: number;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["SavedAnswers"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ParkDraft"];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    onboarding_delete: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                draft: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    onboarding_preview: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                draft: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DraftPreview"];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    onboarding_make: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                draft: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["MadePark"];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    health_alive: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Alive"];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    health_ready: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Ready"];
                };
            };
            /** @description A server is missing */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Ready"];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
}
