import { describeKernel } from './kernel-suite.ts';
import { createReferenceKernel } from './reference-kernel.ts';

describeKernel('reference', createReferenceKernel);
