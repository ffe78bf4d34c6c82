{{/* `<release>-noroshi`, with room for the longest name of a part. */}}
{{- define "noroshi.fullname" -}}
{{- printf "%s-noroshi" (.Release.Name | trunc 36 | trimSuffix "-") -}}
{{- end -}}

{{- define "noroshi.image" -}}
{{- printf "%s:%s" .Values.image.repository (default .Chart.AppVersion .Values.image.tag) -}}
{{- end -}}

{{/* Of all objects of a part: (dict "root" $ "part" "gateway"). */}}
{{- define "noroshi.selector" -}}
app.kubernetes.io/name: noroshi
app.kubernetes.io/instance: {{ .root.Release.Name }}
app.kubernetes.io/component: {{ .part }}
{{- end -}}

{{- define "noroshi.labels" -}}
{{ include "noroshi.selector" . }}
app.kubernetes.io/part-of: noroshi
app.kubernetes.io/version: {{ .root.Chart.AppVersion | quote }}
app.kubernetes.io/managed-by: {{ .root.Release.Service }}
helm.sh/chart: {{ printf "%s-%s" .root.Chart.Name .root.Chart.Version }}
{{- end -}}

{{- define "noroshi.natsUrl" -}}
{{- if .Values.bundled.enabled -}}
{{- $name := include "noroshi.fullname" . -}}
{{- $urls := list -}}
{{- range $index := until (int .Values.bundled.nats.servers) -}}
{{- $urls = append $urls (printf "nats://%s-nats-%d.%s-nats:4222" $name $index $name) -}}
{{- end -}}
{{- join "," $urls -}}
{{- else -}}
{{- .Values.nats.url -}}
{{- end -}}
{{- end -}}

{{/* A set of one: its only member is asked by itself. */}}
{{- define "noroshi.mongoUrl" -}}
{{- if and .Values.bundled.enabled .Values.bundled.mongo.enabled -}}
{{- $name := include "noroshi.fullname" . -}}
{{- printf "mongodb://%s-mongo-0.%s-mongo:27017/noroshi?directConnection=true" $name $name -}}
{{- else -}}
{{- .Values.mongo.url -}}
{{- end -}}
{{- end -}}

{{- define "noroshi.kafkaBrokers" -}}
{{- if and .Values.bundled.enabled .Values.bundled.kafka.enabled -}}
{{- $name := include "noroshi.fullname" . -}}
{{- printf "%s-kafka-0.%s-kafka:9092" $name $name -}}
{{- else -}}
{{- .Values.kafka.brokers -}}
{{- end -}}
{{- end -}}

{{/* Whether the brokers are those of the cluster, for whom there may be a password. */}}
{{- define "noroshi.ownKafka" -}}
{{- if and .Values.kafka.brokers (not (and .Values.bundled.enabled .Values.bundled.kafka.enabled)) -}}true{{- end -}}
{{- end -}}

{{- define "noroshi.jwtSecretName" -}}
{{- default (printf "%s-jwt" (include "noroshi.fullname" .)) .Values.jwt.existingSecret.name -}}
{{- end -}}

{{/* What is wrong with values that are right each by itself. */}}
{{- define "noroshi.validate" -}}
{{- if and (not .Values.bundled.enabled) (not .Values.nats.url) (not .Values.nats.urlSecret.name) -}}
{{- fail "nats.url (or nats.urlSecret.name) is required: the NATS servers of your cluster. To look at Noroshi without any, set bundled.enabled=true." -}}
{{- end -}}
{{- range $kind := list "nats" "mongo" -}}
{{- $given := index $.Values $kind -}}
{{- if and $given.url $given.urlSecret.name -}}
{{- fail (printf "%s.url and %s.urlSecret.name are both given: leave one of them out." $kind $kind) -}}
{{- end -}}
{{- end -}}
{{- include "noroshi.validateKafka" . -}}
{{- if and .Values.archive.enabled (not (include "noroshi.kafkaBrokers" .)) -}}
{{- fail "archive.enabled needs kafka.brokers: what is archived is the analytics topic." -}}
{{- end -}}
{{- if and .Values.router.enabled (not .Values.router.routes) -}}
{{- fail "router.routes is required where router.enabled: the rules of docs/routing.md." -}}
{{- end -}}
{{- if gt (int (add .Values.gateway.preStopSeconds .Values.gateway.drainSeconds)) 600 -}}
{{- fail "gateway.preStopSeconds and gateway.drainSeconds are more than ten minutes together." -}}
{{- end -}}
{{- end -}}

{{- define "noroshi.validateKafka" -}}
{{- with .Values.kafka.sasl -}}
{{- $given := list .mechanism .username .passwordSecret.name | compact | len -}}
{{- if and $given (ne $given 3) -}}
{{- fail "kafka.sasl.mechanism, kafka.sasl.username and kafka.sasl.passwordSecret.name go together: give all of them, or none." -}}
{{- end -}}
{{- end -}}
{{- with .Values.kafka.tls -}}
{{- if and (not .enabled) (or .caSecret.name .certificateSecret.name) -}}
{{- fail "kafka.tls.caSecret and kafka.tls.certificateSecret need kafka.tls.enabled=true." -}}
{{- end -}}
{{- end -}}
{{- if and (or .Values.kafka.sasl.mechanism .Values.kafka.tls.enabled) (not (include "noroshi.ownKafka" .)) -}}
{{- fail "kafka.sasl and kafka.tls are about brokers of the cluster: set kafka.brokers, and bundled.kafka.enabled=false where bundled.enabled." -}}
{{- end -}}
{{- end -}}

{{/* How the brokers of the cluster let us in: (dict "root" $ "own" DICT), which is added to. */}}
{{- define "noroshi.kafkaEnv" -}}
{{- $own := .own -}}
{{- with .root.Values.kafka.sasl -}}
{{- if .mechanism -}}
{{- $_ := set $own "KAFKA_SASL_MECHANISM" .mechanism -}}
{{- $_ := set $own "KAFKA_SASL_USERNAME" .username -}}
{{- $_ := set $own "KAFKA_SASL_PASSWORD_FILE" "/run/secrets/noroshi/kafka-password" -}}
{{- end -}}
{{- end -}}
{{- with .root.Values.kafka.tls -}}
{{- if .enabled -}}{{- $_ := set $own "KAFKA_TLS" "true" -}}{{- end -}}
{{- if .caSecret.name -}}{{- $_ := set $own "KAFKA_TLS_CA_FILE" "/run/secrets/noroshi/kafka-ca.pem" -}}{{- end -}}
{{- if .certificateSecret.name -}}
{{- $_ := set $own "KAFKA_TLS_CERT_FILE" "/run/secrets/noroshi/kafka-cert.pem" -}}
{{- $_ := set $own "KAFKA_TLS_KEY_FILE" "/run/secrets/noroshi/kafka-key.pem" -}}
{{- end -}}
{{- end -}}
{{- end -}}

{{/* Environment of a service of ours: (dict "root" $ "part" "rooms"). Secrets are files, the rest are settings. */}}
{{- define "noroshi.env" -}}
{{- $root := .root -}}
{{- $own := dict "NOROSHI_OPS_PORT" "9464" "SERVICE_NAME" .part -}}
{{- if and $root.Values.nats.urlSecret.name (not $root.Values.bundled.enabled) -}}
{{- $_ := set $own "NATS_URL_FILE" "/run/secrets/noroshi/nats-url" -}}
{{- else -}}
{{- $_ := set $own "NATS_URL" (include "noroshi.natsUrl" $root) -}}
{{- end -}}
{{- $replicas := $root.Values.nats.replicas -}}
{{- if $root.Values.bundled.enabled -}}{{- $replicas = $root.Values.bundled.nats.servers -}}{{- end -}}
{{- $_ := set $own "NOROSHI_LOG_REPLICAS" (toString $replicas) -}}
{{- if eq .part "gateway" -}}
{{- $_ := set $own "NOROSHI_JWT_SECRET_FILE" "/run/secrets/noroshi/jwt-secret" -}}
{{- $_ := set $own "NOROSHI_DRAIN_TIME" (toString $root.Values.gateway.drainSeconds) -}}
{{- if $root.Values.apiKeys.existingSecret.name -}}
{{- $_ := set $own "NOROSHI_API_KEYS_FILE" "/run/secrets/noroshi/api-keys" -}}
{{- end -}}
{{- else -}}
{{- if and $root.Values.mongo.urlSecret.name (not (and $root.Values.bundled.enabled $root.Values.bundled.mongo.enabled)) -}}
{{- $_ := set $own "MONGO_URL_FILE" "/run/secrets/noroshi/mongo-url" -}}
{{- else if include "noroshi.mongoUrl" $root -}}
{{- $_ := set $own "MONGO_URL" (include "noroshi.mongoUrl" $root) -}}
{{- end -}}
{{- if include "noroshi.kafkaBrokers" $root -}}
{{- $_ := set $own "KAFKA_BROKERS" (include "noroshi.kafkaBrokers" $root) -}}
{{- include "noroshi.kafkaEnv" (dict "root" $root "own" $own) -}}
{{- end -}}
{{- end -}}
{{- if eq .part "router" -}}{{- $_ := set $own "NOROSHI_ROUTES" "/etc/noroshi/routes.json" -}}{{- end -}}
{{- if eq .part "analytics-archive" -}}
{{- with $root.Values.archive -}}
{{- $_ := set $own "NOROSHI_ARCHIVE_BUCKET" .bucket -}}
{{- $_ := set $own "NOROSHI_ARCHIVE_REGION" .region -}}
{{- if .endpoint -}}{{- $_ := set $own "NOROSHI_ARCHIVE_ENDPOINT" .endpoint -}}{{- end -}}
{{- with .credentialsSecret }}
{{- if .name }}
- name: AWS_ACCESS_KEY_ID
  valueFrom: { secretKeyRef: { name: {{ .name }}, key: {{ .accessKeyId }} } }
- name: AWS_SECRET_ACCESS_KEY
  valueFrom: { secretKeyRef: { name: {{ .name }}, key: {{ .secretAccessKey }} } }
{{- end }}
{{- end }}
{{- end -}}
{{- end -}}
{{- range $name, $value := merge $own $root.Values.settings }}
- name: {{ $name }}
  value: {{ $value | toString | quote }}
{{- end }}
{{- end -}}

{{/* The files with secrets, each part's own. */}}
{{- define "noroshi.secretFiles" -}}
{{- $sources := include "noroshi.secretSources" . | trim -}}
- name: secrets
  projected:
    defaultMode: 0440
    sources: {{- if $sources }}{{ $sources | nindent 6 }}{{ else }} []{{ end }}
{{- end -}}

{{- define "noroshi.secretSources" -}}
{{- $values := .root.Values -}}
{{- if eq .part "gateway" }}
{{ include "noroshi.secretSource" (dict "secret" (dict "name" (include "noroshi.jwtSecretName" .root) "key" $values.jwt.existingSecret.key) "path" "jwt-secret") }}
{{ include "noroshi.secretSource" (dict "secret" $values.apiKeys.existingSecret "path" "api-keys") }}
{{- else }}
{{ include "noroshi.secretSource" (dict "secret" $values.mongo.urlSecret "path" "mongo-url") }}
{{ include "noroshi.secretSource" (dict "secret" $values.kafka.sasl.passwordSecret "path" "kafka-password") }}
{{ include "noroshi.secretSource" (dict "secret" $values.kafka.tls.caSecret "path" "kafka-ca.pem") }}
{{- with $values.kafka.tls.certificateSecret }}
{{ include "noroshi.secretSource" (dict "secret" (dict "name" .name "key" .cert) "path" "kafka-cert.pem") }}
{{ include "noroshi.secretSource" (dict "secret" . "path" "kafka-key.pem") }}
{{- end }}
{{- end }}
{{- if not $values.bundled.enabled }}
{{ include "noroshi.secretSource" (dict "secret" $values.nats.urlSecret "path" "nats-url") }}
{{- end }}
{{- end -}}

{{- define "noroshi.secretSource" -}}
{{- with .secret -}}
{{- if .name -}}
- secret:
    name: {{ .name }}
    items: [{ key: {{ .key }}, path: {{ $.path }} }]
{{- end -}}
{{- end -}}
{{- end -}}

{{- define "noroshi.podSecurity" -}}
runAsNonRoot: true
runAsUser: {{ .user }}
runAsGroup: {{ .user }}
fsGroup: {{ .user }}
seccompProfile: { type: RuntimeDefault }
{{- end -}}

{{- define "noroshi.containerSecurity" -}}
allowPrivilegeEscalation: false
readOnlyRootFilesystem: true
capabilities: { drop: [ALL] }
{{- end -}}

{{- define "noroshi.placement" -}}
{{- with .root.Values.imagePullSecrets }}
imagePullSecrets: {{- toYaml . | nindent 2 }}
{{- end }}
{{- with .root.Values.nodeSelector }}
nodeSelector: {{- toYaml . | nindent 2 }}
{{- end }}
{{- with .root.Values.tolerations }}
tolerations: {{- toYaml . | nindent 2 }}
{{- end }}
{{- if .root.Values.topologySpread }}
topologySpreadConstraints:
  {{- range $key := list "topology.kubernetes.io/zone" "kubernetes.io/hostname" }}
  - maxSkew: 1
    topologyKey: {{ $key }}
    whenUnsatisfiable: ScheduleAnyway
    labelSelector:
      matchLabels: {{- include "noroshi.selector" $ | nindent 8 }}
  {{- end }}
{{- end }}
{{- end -}}

{{/* Alive is a process that answers; ready one that has what it needs. A service that waits for another is not ended. */}}
{{- define "noroshi.probes" -}}
startupProbe:
  httpGet: { path: /healthz, port: ops }
  periodSeconds: 2
  failureThreshold: 60
livenessProbe:
  httpGet: { path: /healthz, port: ops }
  periodSeconds: 10
  timeoutSeconds: 5
  failureThreshold: 6
readinessProbe:
  httpGet: { path: /readyz, port: ops }
  periodSeconds: 5
  timeoutSeconds: 5
  failureThreshold: 2
{{- end -}}
