# SPDX-License-Identifier: GPL-3.0-or-later
# bash completion for colabq
_colabq() {
  local cur=${COMP_WORDS[COMP_CWORD]} prev=${COMP_WORDS[COMP_CWORD-1]} verb= word
  for word in "${COMP_WORDS[@]:1:COMP_CWORD-1}"; do
    case $word in -*) ;; *) verb=$word; break ;; esac
  done
  local global='--json --data-dir --config --verbose --version --help -v -h'
  case $prev in
    --state) COMPREPLY=($(compgen -W 'queued held starting running reconnecting collecting cancelling waiting_retry succeeded failed cancelled timed_out lost' -- "$cur")); return ;;
    --data-dir|--results|--to|--backup-to) COMPREPLY=($(compgen -d -- "$cur")); return ;;
    --config|--params|--credentials) COMPREPLY=($(compgen -f -- "$cur")); return ;;
  esac
  local options=
  case $verb in
    jobs) options='--state --limit' ;;
    results) options='--to' ;;
    history) options='--since' ;;
    sign-in) options='--no-browser --credentials --account --drive --storage' ;;
    account) options='--default' ;;
    run) options='--parameter --params --sweep --provider --accelerator --high-ram --timeout --cell-timeout --retries --max-units --priority --name --input --checkpoint --checkpoint-every --artifact --backup-to --results --allow-errors --keep-runtime --kernel -p' ;;
    submit) options='--parameter --params --sweep --provider --accelerator --high-ram --timeout --cell-timeout --retries --max-units --priority --name --input --checkpoint --checkpoint-every --artifact --backup-to --results --allow-errors --keep-runtime --kernel -p' ;;
  esac
  if [[ $cur == -* ]]; then COMPREPLY=($(compgen -W "$options $global" -- "$cur")); return; fi
  if [[ -z $verb ]]; then COMPREPLY=($(compgen -W 'run submit jobs show wait watch cancel retry hold release results history runtimes providers secrets sign-in sign-out account serve doctor' -- "$cur")); return; fi
  case $verb in
    run|submit) COMPREPLY=($(compgen -f -X '!*.ipynb' -- "$cur") $(compgen -d -- "$cur")) ;;
    secrets) COMPREPLY=($(compgen -W 'list set remove' -- "$cur")) ;;
    providers) COMPREPLY=($(compgen -W 'list add' -- "$cur")) ;;
    runtimes) COMPREPLY=($(compgen -W 'list release attach' -- "$cur")) ;;
  esac
}
complete -F _colabq colabq
