"""Every figure that a process counts, by stage. Seconds and bytes; counters end in `_total`."""

from prometheus_client import Counter, Gauge, Histogram

# From a hundredth of a second to the six hours that a gateway may have been off line.
LAG_S = (0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 300, 1800, 21600)
JOB_S = (0.1, 0.5, 1, 5, 10, 30, 60, 300, 900, 3600)
WORK_S = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5)

# ingest
BATCHES = Counter("parkcarbon_batches", "Messages that a commit has settled", ["outcome"])
READINGS = Counter("parkcarbon_readings_committed", "Readings stored for the first time")
QUARANTINED = Counter("parkcarbon_quarantined", "Parts of messages put aside", ["reason"])
COMMIT = Histogram("parkcarbon_commit_seconds", "Time of one commit of a group of messages", buckets=WORK_S)
LAG = Histogram(
    "parkcarbon_ingest_lag_seconds", "From the arrival of the oldest message of a group to its commit",
    ["partitions"], buckets=LAG_S,
)  # fmt: skip
REFUSED_COMMITS = Counter("parkcarbon_commits_failed", "Commits that the database did not take", ["why"])
WAITING = Gauge(
    "parkcarbon_ingest_waiting", "Messages taken from the broker and not yet committed", ["partitions"]
)
SLOTS = Gauge(
    "parkcarbon_ingest_slots", "Parts of the partitions that this process has, of those it balances"
)

# control: what edges say of themselves
EDGE_ONLINE = Gauge("parkcarbon_edge_online", "1 while the edge is connected", ["park", "edge"])
EDGE_COLLECTED = Gauge("parkcarbon_edge_collected", "Readings since its spool began", ["park", "edge"])
EDGE_SPOOLED = Gauge("parkcarbon_edge_spooled_batches", "Batches not yet acknowledged", ["park", "edge"])
EDGE_OLDEST = Gauge(
    "parkcarbon_edge_oldest_unsent_timestamp_seconds", "When the oldest unsent batch was collected; 0: none",
    ["park", "edge"],
)  # fmt: skip

# live
FRAMES = Counter("parkcarbon_frames", "Live frames published")

# the API
REQUESTS = Counter("parkcarbon_http_requests", "Requests answered", ["method", "route", "status"])
REQUEST = Histogram(
    "parkcarbon_http_seconds", "Time of an answer; of a stream, its life", ["route"], buckets=WORK_S
)
STREAMS = Gauge("parkcarbon_streams", "Open live streams")

# state of the database, by the process `metrics`
JOBS = Gauge("parkcarbon_jobs", "Background work by kind and state", ["kind", "state"])
JOB_WAIT = Gauge("parkcarbon_job_wait_seconds", "How long the oldest job that is due has waited")
JOB = Histogram(
    "parkcarbon_job_seconds", "Time of the last attempt of jobs that ended", ["kind"], buckets=JOB_S
)
JOB_RUNS = Gauge(
    "parkcarbon_job_running_seconds", "How long the attempt that is under way for longest has run"
)
UNSETTLED = Gauge("parkcarbon_unsettled_spans", "Changed spans of readings that are not settled yet")
SETTLE_AGE = Gauge("parkcarbon_settle_age_seconds", "How long the oldest of them has waited")
STORAGE = Gauge("parkcarbon_database_bytes", "Size of the database")
PARKS = Gauge("parkcarbon_parks", "Parks")
LOOKED = Gauge("parkcarbon_state_timestamp_seconds", "When the state was last read")
