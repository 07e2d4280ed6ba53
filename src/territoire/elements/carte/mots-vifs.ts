/** What the drawing engine says, in French. */
export const FRANCAIS: Record<string, string> = {
  'AttributionControl.ToggleAttribution': 'Montrer ou cacher la mention des sources',
  'AttributionControl.MapFeedback': 'Signaler une erreur de la carte',
  'FullscreenControl.Enter': 'Plein écran',
  'FullscreenControl.Exit': 'Quitter le plein écran',
  'Map.Title': 'Carte',
  'Marker.Title': 'Repère',
  'NavigationControl.ZoomIn': 'Agrandir',
  'NavigationControl.ZoomOut': 'Réduire',
  'Popup.Close': 'Fermer',
  'ScaleControl.Feet': 'pi',
  'ScaleControl.Meters': 'm',
  'ScaleControl.Kilometers': 'km',
  'ScaleControl.Miles': 'mi',
  'ScaleControl.NauticalMiles': 'M',
  'CooperativeGesturesHandler.WindowsHelpText': 'Tenez la touche Ctrl en tournant la molette pour agrandir la carte',
  'CooperativeGesturesHandler.MacHelpText': 'Tenez la touche ⌘ en tournant la molette pour agrandir la carte',
  'CooperativeGesturesHandler.MobileHelpText': 'Déplacez la carte avec deux doigts',
}

export const AIDE_PARCOURIR =
  'Flèches\u00a0: déplacer. Plus et moins\u00a0: agrandir, réduire. Entrée\u00a0: ouvrir le quartier sous le repère du milieu.'
export const AIDE_TRACER =
  'Flèches\u00a0: déplacer le repère, avec Majuscule d’un pixel. Entrée\u00a0: poser un point, prendre ou lâcher un sommet. Revenir sur le premier point\u00a0: fermer. Suppr\u00a0: retirer. Échap\u00a0: abandonner le contour en cours. Ctrl et Z\u00a0: annuler.'
export const AIDE_MESURER =
  'Flèches\u00a0: déplacer le repère. Entrée\u00a0: poser un point. Suppr\u00a0: retirer le dernier. Échap\u00a0: recommencer.'
