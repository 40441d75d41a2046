using Signpost.Recognition;

namespace Signpost.ModelTools.Evaluation.Tracking;

/// <summary>One frame: what was found in it, and whose faces those truly are.</summary>
/// <param name="At">Since the beginning.</param>
/// <param name="Faces">Detections.</param>
/// <param name="Looks">Their appearances, one after the other.</param>
/// <param name="People">For each detection the true person, from 1; 0 when it is nobody's.</param>
internal sealed record RecordedFrame(TimeSpan At, FaceBox[] Faces, float[] Looks, int[] People);

/// <summary>Frames with truth, to run trackers over.</summary>
internal sealed record Recording(int Width, int Height, IReadOnlyList<RecordedFrame> Frames);
