import type { LucideIcon } from "lucide-react";
import AppWindow from "lucide-react/icons/app-window";
import Box from "lucide-react/icons/box";
import Cable from "lucide-react/icons/cable";
import Cloud from "lucide-react/icons/cloud";
import Database from "lucide-react/icons/database";
import FileText from "lucide-react/icons/file-text";
import Handshake from "lucide-react/icons/handshake";
import KeyRound from "lucide-react/icons/key-round";
import MapPin from "lucide-react/icons/map-pin";
import Server from "lucide-react/icons/server";
import User from "lucide-react/icons/user";
import type { GlyphState } from "../../components/Glyph";
import type { ProofState, ThingKind } from "../../contract/types";

export const KIND_ICON: Record<ThingKind, LucideIcon> = {
  service: AppWindow,
  provider: Handshake,
  system: Server,
  data: Database,
  document: FileText,
  person: User,
  credential: KeyRound,
  site: MapPin,
  network: Cable,
  cloud: Cloud,
  switch: Box,
  common_cause: Box,
};

export const PROOF_GLYPH: Record<ProofState, GlyphState> = {
  proven: "proven",
  expired: "stale",
  untested: "unproven",
};
