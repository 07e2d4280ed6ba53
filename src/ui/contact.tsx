/** A contact chosen by the instance, as a link; « à compléter » when there is none. */
export function sayContact(contact: string | null) {
  if (contact === null) return <ACompleter />
  return contact.startsWith('https://') ? (
    <a href={contact}>{contact.replace(/^https:\/\//, '')}</a>
  ) : (
    <a href={`mailto:${contact}`}>{contact}</a>
  )
}

/** What the instance has not said yet: nothing is invented in its place. */
export function ACompleter() {
  return <em class="pv-a-completer">à compléter</em>
}
