-- Mail: written in the transaction of the act, sent by a job, at most one digest a day for each person.

create table platform.courriel (
  id uuid primary key,
  -- What the mail is about (`invitation`, `mandats`…): what a person may refuse, what the queue counts.
  genre text not null check (genre ~ '^[a-z][a-z_-]{0,39}$'),
  envoi text not null check (envoi in ('immediat', 'recueil')),
  personne_id uuid,
  destinataire text check (length(destinataire) <= 254 and destinataire !~ '[[:cntrl:][:space:]<>]'),
  -- No line end in a header.
  objet text check (length(objet) between 1 and 300 and objet !~ '[[:cntrl:]]'),
  -- { rubriques: [{ titre?, paragraphes, action?, pourquoi }] }; a digest has one rubrique for each mail it gathers.
  corps jsonb,
  -- The id at the sender's domain, fixed at the first try: however often it is tried, a mail is one message.
  message_id text unique check (message_id ~ '^<[A-Za-z0-9.-]+@[A-Za-z0-9.-]+>$'),
  -- en_attente → en_cours (connection open, nothing handed over) → remise (its last byte is being sent) → envoye.
  -- incertain: the connection was lost between that last byte and the answer; never sent again by the machine.
  -- a_recueillir → recueilli (gone in the digest `recueil_id`) or ecarte (the person wants none of this genre).
  etat text not null check (etat in ('en_attente', 'en_cours', 'remise', 'envoye', 'abandonne', 'incertain', 'a_recueillir', 'recueilli', 'ecarte')),
  essais integer not null default 0 check (essais >= 0),
  prochain_essai_le timestamptz,
  -- Who holds it: only the holder of this mark may send the last byte.
  prise uuid,
  pris_le timestamptz,
  -- Code of the last failure and what the server answered, addresses taken out.
  erreur text,
  -- Paris day of a digest: one a day and a person, even when the job runs twice.
  recueil_le date,
  recueil_id uuid references platform.courriel,
  cree_le timestamptz not null,
  -- Sent, gathered, refused or given up.
  fini_le timestamptz,
  efface_le timestamptz,
  -- The content goes, the line stays for the counts.
  check ((efface_le is null) = (corps is not null)),
  check (efface_le is not null or (destinataire is not null and objet is not null)),
  check (envoi <> 'recueil' or personne_id is not null or efface_le is not null),
  check (etat not in ('en_cours', 'remise') or (prise is not null and pris_le is not null))
);
create unique index courriel_recueil_du_jour on platform.courriel (personne_id, recueil_le) where recueil_le is not null;
create index courriel_a_envoyer on platform.courriel (prochain_essai_le) where etat in ('en_attente', 'en_cours', 'remise');
create index courriel_a_recueillir on platform.courriel (personne_id, cree_le) where etat = 'a_recueillir';
create index courriel_a_effacer on platform.courriel (fini_le) where efface_le is null and fini_le is not null;
create index courriel_recents on platform.courriel (cree_le desc);
create index courriel_personne on platform.courriel (personne_id) where personne_id is not null;

comment on column platform.courriel.personne_id is 'personnel | finalite: savoir à qui le courriel est destiné et respecter ses choix | base: mission d’intérêt public | conservation: 30 jours après l’envoi, puis effacé';
comment on column platform.courriel.destinataire is 'personnel | finalite: envoyer le courriel | base: mission d’intérêt public | conservation: 30 jours après l’envoi, puis effacé';
comment on column platform.courriel.objet is 'personnel | finalite: envoyer le courriel | base: mission d’intérêt public | conservation: 30 jours après l’envoi, puis effacé';
comment on column platform.courriel.corps is 'personnel | finalite: envoyer le courriel | base: mission d’intérêt public | conservation: 30 jours après l’envoi, puis effacé ; le lien d’un courriel immédiat est effacé dès l’envoi';
comment on column platform.courriel.erreur is 'personnel | finalite: comprendre un échec d’envoi | base: mission d’intérêt public | conservation: 30 jours après l’envoi, puis effacé';

-- How often a person wants the digest; `*` for every genre without a line of its own. No line: once a day.
create table platform.courriel_preference (
  personne_id uuid not null,
  genre text not null check (genre ~ '^(\*|[a-z][a-z_-]{0,39})$'),
  rythme text not null check (rythme in ('jour', 'semaine', 'jamais')),
  modifie_le timestamptz not null,
  primary key (personne_id, genre)
);
comment on column platform.courriel_preference.personne_id is 'personnel | finalite: respecter le rythme de courriels choisi | base: mission d’intérêt public | conservation: durée de vie du compte';

-- Waking the sender is all that the application may do to the queue. One job a mail: a later wake replaces the earlier.
create function platform.enfiler_courriel(courriel uuid, quand timestamptz) returns void
  language plpgsql security definer set search_path = pg_catalog
  as $$
begin
  perform graphile_worker.add_job('courriel', json_build_object('id', courriel), run_at => quand,
    job_key => 'courriel:' || courriel, job_key_mode => 'replace');
end
$$;
revoke all on function platform.enfiler_courriel(uuid, timestamptz) from public;

grant execute on function platform.enfiler_courriel(uuid, timestamptz) to parvis_app;
grant select, insert, update on platform.courriel to parvis_app;
grant select, insert, update, delete on platform.courriel_preference to parvis_app;
