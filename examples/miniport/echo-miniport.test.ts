import { describe, it } from 'vitest';
import { describeMiniport } from '../../src/testing/index.ts';
import { createEchoMiniport } from './echo-miniport.ts';

describeMiniport(() => createEchoMiniport(() => {}), { runner: { describe, it }, name: 'the echo miniport' });
