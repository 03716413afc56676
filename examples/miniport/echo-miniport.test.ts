import { describeMiniport } from 'dmus/testing';
import { describe, it } from 'vitest';
import { createEchoMiniport } from './echo-miniport.ts';

describeMiniport(() => createEchoMiniport(() => {}), { runner: { describe, it }, name: 'the echo miniport' });
