-- What the public sees is kept in memory by each process: whoever changes it, every process is told at the commit.
create function publication.annonce(adresse text) returns void language sql as $$
  select pg_notify('parvis_publication', adresse)
$$;

create function publication.annonce_version() returns trigger language plpgsql as $$
begin
  perform publication.annonce(c.adresse) from contrat.contrat c where c.id = new.contrat_id;
  return null;
end
$$;
create trigger annonce_publication after insert or update of publie_le, retire_le on contrat.version
  for each row execute function publication.annonce_version();

create function publication.annonce_contrat() returns trigger language plpgsql as $$
begin
  perform publication.annonce(old.adresse);
  if new.adresse <> old.adresse then
    perform publication.annonce(new.adresse);
  end if;
  return null;
end
$$;
-- The list of published contracts shows these.
create trigger annonce_publication after update of adresse, archive_le, titre, epci_nom, debut, fin, generation on contrat.contrat
  for each row execute function publication.annonce_contrat();

create function publication.annonce_telechargement() returns trigger language plpgsql as $$
begin
  perform publication.annonce(c.adresse) from contrat.version v join contrat.contrat c on c.id = v.contrat_id where v.id = new.version_id;
  return null;
end
$$;
create trigger annonce_publication after insert on publication.telechargement
  for each row execute function publication.annonce_telechargement();
