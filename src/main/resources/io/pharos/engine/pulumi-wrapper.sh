#!/usr/bin/env bash
# Stands before the Pulumi CLI in a shell of `pharos sandbox serve`. Pulumi writes the salt of its
# encryption into Pulumi.<stack>.yaml; here it gets a copy of that file, so that git stays clean.
# The copy follows the committed file; what `pulumi config set` changes stays until that changes.
set -euo pipefail
pulumi=@PULUMI@
root=@ROOT@
copies=@COPIES@

command=
stack=${PULUMI_STACK:-}
own_file=
previous=
for argument in "$@"; do
  case $previous in
    -s | --stack) stack=$argument ;;
  esac
  case $argument in
    --stack=*) stack=${argument#--stack=} ;;
    --config-file | --config-file=*) own_file=yes ;;
  esac
  case $previous in
    -C | --cwd | --color | -v | --verbose | --logflow | --tracing | --profiling | --memprofilerate | -s | --stack) ;;
    *) case $argument in -*) ;; *) [ -n "$command" ] || command=$argument ;; esac ;;
  esac
  previous=$argument
done

case $command in
  up | update | preview | pre | refresh | destroy | down | dn | config | cfg | conf | watch | import | logs) ;;
  *) exec "$pulumi" "$@" ;;
esac
if [ -n "$own_file" ] || [ "$(pwd -P)" != "$(cd "$root" && pwd -P)" ]; then exec "$pulumi" "$@"; fi

[ -n "$stack" ] || stack=$("$pulumi" stack --show-name --non-interactive 2>/dev/null) || exec "$pulumi" "$@"
stack=${stack##*/}
committed=$root/Pulumi.$stack.yaml
copy=$copies/$stack/Pulumi.$stack.yaml
if [ -f "$committed" ] && [ -f "$copy" ] && ! cmp -s "$committed" "$copy.committed"; then
  { grep '^encryptionsalt:' "$copy" || true; grep -v '^encryptionsalt:' "$committed" || true; } >"$copy.new"
  mv "$copy.new" "$copy"
  cp "$committed" "$copy.committed"
fi
[ -f "$copy" ] || exec "$pulumi" "$@"

arguments=()
for argument in "$@"; do
  if [ "$argument" = -- ]; then
    arguments+=(--config-file "$copy")
    copy=
  fi
  arguments+=("$argument")
done
[ -z "$copy" ] || arguments+=(--config-file "$copy")
exec "$pulumi" "${arguments[@]}"
