{{/* One word per concept: these templates are what every process has in common. */}}

{{- define "parkcarbon.labels" -}}
app.kubernetes.io/name: parkcarbon
app.kubernetes.io/instance: {{ .root.Release.Name }}
app.kubernetes.io/component: {{ .name }}
{{- end }}

{{- define "parkcarbon.allLabels" -}}
{{ include "parkcarbon.labels" . }}
app.kubernetes.io/version: {{ .root.Chart.AppVersion | quote }}
app.kubernetes.io/managed-by: {{ .root.Release.Service }}
helm.sh/chart: {{ .root.Chart.Name }}-{{ .root.Chart.Version }}
{{- end }}

{{- define "parkcarbon.image" -}}
{{ .Values.image.repository }}:{{ .Values.image.tag | default .Chart.AppVersion }}
{{- end }}

{{- define "parkcarbon.environment" -}}
- name: PARKCARBON_MQTT_PUBLIC_URL
  value: {{ .root.Values.broker.publicUrl | default (printf "mqtts://%s:8883" .root.Values.host) | quote }}
{{- if .root.Values.broker.ownAuthority }}
- name: PARKCARBON_MQTT_CA_FILE
  value: /run/secrets/broker_authority
{{- end }}
- name: PARKCARBON_METRICS_PORT
  value: "9100"
- name: PARKCARBON_PARTITIONS
  value: {{ .root.Values.ingest.partitions | quote }}
- name: PARKCARBON_TRUSTED_PROXIES
  value: "*"
{{- if and .root.Values.directory (not (hasKey .root.Values.settings "PARKCARBON_PUBLIC_URL")) }}
- name: PARKCARBON_PUBLIC_URL
  value: {{ printf "https://%s" .root.Values.host | quote }}
{{- end }}
{{- range $name, $value := .root.Values.settings }}
- name: {{ $name }}
  value: {{ $value | quote }}
{{- end }}
{{- end }}

{{/* What a process may know: never the owner of the tables, but in the job that migrates. */}}
{{- define "parkcarbon.secretFiles" -}}
- key: {{ .owner | ternary "owner_url" "app_url" }}
  path: parkcarbon_database_url
- {key: app_url, path: parkcarbon_database_app_url}
- {key: ingest_url, path: parkcarbon_database_ingest_url}
- {key: directory_url, path: parkcarbon_database_directory_url}
{{- if .root.Values.replica }}
- key: replica_url  # not made by `parkcarbon secrets`
  path: parkcarbon_database_replica_url
{{- end }}
{{- if .root.Values.directory }}
- key: directory_key  # not made by `parkcarbon secrets`: it is the same on all platforms
  path: parkcarbon_directory_key
{{- end }}
- {key: redis_url, path: parkcarbon_redis_url}
- {key: mqtt_platform_url, path: parkcarbon_mqtt_url}
- {key: mqtt_control_url, path: parkcarbon_mqtt_control_url}
- {key: secret_key, path: parkcarbon_secret_key}
- {key: broker_authority, path: broker_authority}
{{- end }}

{{- define "parkcarbon.pod" -}}
serviceAccountName: {{ .root.Release.Name }}-parkcarbon
automountServiceAccountToken: false
enableServiceLinks: false
securityContext:
  runAsNonRoot: true
  runAsUser: 10001
  runAsGroup: 10001
  fsGroup: 10001
  seccompProfile: {type: RuntimeDefault}
{{- with .root.Values.imagePullSecrets }}
imagePullSecrets:
{{- toYaml . | nindent 2 }}
{{- end }}
{{- with .root.Values.nodeSelector }}
nodeSelector:
{{- toYaml . | nindent 2 }}
{{- end }}
{{- with .root.Values.tolerations }}
tolerations:
{{- toYaml . | nindent 2 }}
{{- end }}
volumes:
  - name: secrets
    secret:
      secretName: {{ .root.Values.secretName }}
      defaultMode: 0440
      items:
{{- include "parkcarbon.secretFiles" . | nindent 8 }}
  - name: scratch
    emptyDir: {sizeLimit: 1Gi}
{{- if .archive }}
  - name: archive
    persistentVolumeClaim:
      claimName: {{ .root.Values.archive.existingClaim | default (printf "%s-archive" .root.Release.Name) }}
{{- end }}
{{- end }}

{{- define "parkcarbon.container" -}}
name: {{ .component }}
image: {{ include "parkcarbon.image" .root }}
imagePullPolicy: {{ .root.Values.image.pullPolicy }}
command:
{{- toYaml .command | nindent 2 }}
env:
{{- include "parkcarbon.environment" . | nindent 2 }}
{{- if .archive }}
  - name: PARKCARBON_ARCHIVE_DIR
    value: /archive
{{- end }}
securityContext:
  allowPrivilegeEscalation: false
  readOnlyRootFilesystem: true
  capabilities: {drop: [ALL]}
resources:
{{- toYaml .resources | nindent 2 }}
volumeMounts:
  - {name: secrets, mountPath: /run/secrets, readOnly: true}
  - {name: scratch, mountPath: /tmp}
{{- if .archive }}
  - {name: archive, mountPath: /archive}
{{- end }}
{{- end }}

{{/* A process without pages: it answers for itself on port 9100. */}}
{{- define "parkcarbon.process" -}}
apiVersion: apps/v1
kind: Deployment
metadata:
  name: {{ .root.Release.Name }}-{{ .name }}
  labels:
{{- include "parkcarbon.allLabels" . | nindent 4 }}
spec:
  {{- if not .scaled }}
  replicas: {{ .replicas | default 1 }}
  {{- end }}
  {{- if .single }}
  # Two of it would do the same work twice, or wait for each other's lock.
  strategy: {type: Recreate}
  {{- else if .oneNode }}
  # A volume for one node: a new pod on another would wait for the old one, and that one for the new.
  strategy: {type: Recreate}
  {{- end }}
  selector:
    matchLabels:
{{- include "parkcarbon.labels" . | nindent 6 }}
  template:
    metadata:
      labels:
{{- include "parkcarbon.allLabels" . | nindent 8 }}
    spec:
      terminationGracePeriodSeconds: {{ .grace | default 30 }}
{{- include "parkcarbon.pod" . | nindent 6 }}
      containers:
        -
{{- include "parkcarbon.container" . | nindent 10 }}
          ports:
            - {name: metrics, containerPort: 9100}
          startupProbe:
            httpGet: {path: /healthz, port: metrics}
            periodSeconds: 5
            failureThreshold: 60
          livenessProbe:
            httpGet: {path: /healthz, port: metrics}
            periodSeconds: 15
            timeoutSeconds: 5
            failureThreshold: 4
{{- end }}

{{/* Each change of their number moves slots: one process at a time, and slowly down. */}}
{{- define "parkcarbon.ingestPace" -}}
scaleUp:
  stabilizationWindowSeconds: 60
  policies: [{type: Pods, value: 1, periodSeconds: 60}]
scaleDown:
  stabilizationWindowSeconds: 600
  policies: [{type: Pods, value: 1, periodSeconds: 300}]
{{- end }}
