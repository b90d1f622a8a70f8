#!/bin/bash
# Starts the application's containers on a new instance: with the images and settings of the shared
# parameters, the database of this Region, and its credentials. What is written @@LIKE_THIS@@ is
# filled in at deployment. Run again, it replaces the containers.
set -euo pipefail
umask 077

readonly region='@@REGION@@'
readonly parameters='@@PARAMETERS@@'
readonly secret='@@SECRET@@'
readonly log_group='@@LOG_GROUP@@'
readonly bucket='@@BUCKET@@'
# Whose database: the Region's own, or a copy of it that is rehearsed with.
@@PLACE@@
# In memory: the files that docker reads hold the credentials.
readonly environment_files=/run/pharos

parameter() {
  aws ssm get-parameter --region "$region" --name "$parameters$1" \
    --query Parameter.Value --output text
}

# An image in ECR comes from this Region's registry: the other Region may be gone.
image_of() {
  local image
  image="$(parameter "shared/containers/$1/image")"
  printf '%s' "${image/.dkr.ecr.*.amazonaws.com/.dkr.ecr.$region.amazonaws.com}"
}

log_in() {
  case "$1" in
    *.dkr.ecr.*.amazonaws.com/*)
      aws ecr get-login-password --region "$region" |
        docker login --username AWS --password-stdin "${1%%/*}" >/dev/null
      ;;
  esac
}

# Prints the environment of a container, one NAME=value per line, as docker reads it.
environment_of() {
  local name value
  printf '%s\n' "AWS_REGION=$region" "DATABASE_ENDPOINT=$database_endpoint" \
    "DATABASE_NAME=$database_name" "DATABASE_CREDENTIALS=$database_credentials" \
    "DATA_BUCKET=$bucket"
  aws ssm get-parameters-by-path --region "$region" \
    --path "${parameters}shared/containers/$1/environment" \
    --query 'Parameters[].[Name,Value]' --output text |
    while IFS=$'\t' read -r name value || [[ -n "$name" ]]; do
      # No parameter at all is an empty line, or None.
      if [[ "$name" == */* ]]; then
        printf '%s=%s\n' "${name##*/}" "$value"
      fi
    done
}

# start NAME [-p HOST:CONTAINER]
start() {
  local name="$1" image file
  shift
  image="$(image_of "$name")"
  file="$environment_files/$name.env"
  environment_of "$name" >"$file"
  log_in "$image"
  # A golden image carries the containers of the instance it was made of.
  docker rm --force "$name" >/dev/null 2>&1 || true
  docker run -d --restart always --name "$name" --network app --env-file "$file" \
    --log-driver awslogs --log-opt "awslogs-region=$region" \
    --log-opt "awslogs-group=$log_group" --log-opt "tag=$name-{{.ID}}" \
    "$@" "$image"
}

# A golden image has it already, and needs no package repository to boot.
if ! systemctl is-enabled docker >/dev/null 2>&1; then
  dnf install -y docker
fi
systemctl enable --now docker
mkdir -p "$environment_files"
docker network inspect app >/dev/null 2>&1 || docker network create app >/dev/null

# Assigned alone, so that a refusal ends this script instead of starting half an application.
database_endpoint="$(parameter "$place/database-endpoint")"
database_name="$(parameter shared/database-name)"
database_credentials="$(aws secretsmanager get-secret-value --region "$region" \
  --secret-id "$secret" --query SecretString --output text)"

@@CONTAINERS@@
