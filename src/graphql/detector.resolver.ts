import { Arg, Ctx, FieldResolver, Mutation, Query, Resolver, Root } from 'type-graphql';
import type { DetectorVersionRow } from '../handoff/wish/detector.store';
import { type GraphqlDomain, knownId, plain, type RequestContext } from './context';
import {
  ActivateDetectorInput,
  DetectorVersionPayload,
  DetectorVersionType,
  TrainingExampleInput,
  TrainingExamplePayload,
  TrainingRunType,
} from './training.types';

/** The versions of the detector, and what it learns from. */
@Resolver(() => DetectorVersionType)
export class DetectorResolver {
  constructor(private readonly domain: GraphqlDomain) {}

  @Query(() => [DetectorVersionType], {
    description: 'All versions of the detector, the newest first. For supervisors.',
  })
  detectorVersions(@Ctx() context: RequestContext) {
    return this.domain.detectors.versions(context.viewer);
  }

  @FieldResolver(() => TrainingRunType, {
    nullable: true,
    description: 'The run that learnt it, if it was learnt here.',
  })
  run(@Root() version: DetectorVersionRow, @Ctx() context: RequestContext) {
    return version.trainingRunId === null ? null : context.loaders.trainingRuns.load(version.trainingRunId);
  }

  @Mutation(() => TrainingExamplePayload, {
    description: 'Adds a text from which the next run of the detector learns.',
  })
  async addTrainingExample(
    @Arg('input', () => TrainingExampleInput, { description: 'The text.' }) input: TrainingExampleInput,
    @Ctx() context: RequestContext,
  ) {
    return { id: await this.domain.detectors.addExample(context.viewer, plain(input)) };
  }

  @Mutation(() => DetectorVersionPayload, {
    description: 'Lets a version of the detector decide from now on, in every process: also one from before.',
  })
  async activateDetector(
    @Arg('input', () => ActivateDetectorInput, { description: 'Which version.' }) input: ActivateDetectorInput,
    @Ctx() context: RequestContext,
  ) {
    const versionId = knownId('detector', input.versionId);
    return { version: await this.domain.detectors.activate(context.viewer, plain(input, { versionId })) };
  }
}
