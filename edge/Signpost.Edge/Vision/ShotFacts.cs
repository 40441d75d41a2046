using Signpost.Recognition;

namespace Signpost.Edge.Vision;

/// <summary>One shot: a face in one frame, good enough for a template.</summary>
/// <param name="CapturedAt">When its frame was captured.</param>
/// <param name="Quality">Unified quality, 0 … 100; its weight in the visit's template.</param>
/// <param name="FaceWidth">Pixels.</param>
/// <param name="Components">What the quality is made of, 0 … 100 each.</param>
internal readonly record struct ShotFacts(DateTimeOffset CapturedAt, float Quality, float FaceWidth, QualityComponents Components = default);
