#!/bin/sh
# sauvegarder.sh DOSSIER [NOMBRE]: writes a backup of the instance in DOSSIER, reads it again to its end, then removes the oldest ones
# beyond NOMBRE (30). When either fails, the exit code is not 0 and nothing old is removed.
set -eu
dossier=${1:?sauvegarder.sh DOSSIER [NOMBRE]}
nombre=${2:-30}
case $nombre in
  '' | 0 | *[!0-9]*)
    echo "Donnez le nombre de sauvegardes à garder, 1 ou plus." >&2
    exit 2
    ;;
esac
if [ ! -d "$dossier" ]; then
  echo "Le dossier $dossier n’existe pas." >&2
  exit 2
fi
parvis=${PARVIS_COMMANDE:-$(CDPATH='' cd -- "$(dirname -- "$0")/.." && pwd -P)/bin/parvis}
umask 077
fichier=$dossier/parvis-$(date -u +%Y-%m-%dT%H%M%SZ).sauvegarde
"$parvis" backup "$fichier"
"$parvis" backup --verify "$fichier"
# Names are ours: their order is that of time.
set -- "$dossier"/parvis-*.sauvegarde
while [ $# -gt "$nombre" ]; do
  rm -- "$1"
  shift
done
