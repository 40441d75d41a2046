namespace Signpost.Recognition;

/// <summary>What a manifest must fulfil beyond being well-formed; all faults at once.</summary>
internal static class ManifestRules
{
    public static IReadOnlyList<string> Check(PackManifest manifest)
    {
        var faults = new List<string>();
        Expect(manifest.Format == PackManifest.CurrentFormat, $"format is '{manifest.Format}', expected '{PackManifest.CurrentFormat}'");
        Expect(manifest.Scores.Kind == "cosine", $"scores.kind is '{manifest.Scores.Kind}', expected 'cosine'");
        Expect(
            manifest.Scores.DemonstrationThreshold is > 0 and < 1,
            $"scores.demonstrationThreshold is {manifest.Scores.DemonstrationThreshold}, expected between 0 and 1");
        CheckFile("detector", manifest.Detector.Model);
        CheckFile("landmarks", manifest.Landmarks.Model);
        CheckFile("extractor", manifest.Extractor.Model);
        CheckDetector(manifest.Detector);
        CheckInput("landmarks", manifest.Landmarks.Input);
        Expect(
            manifest.Landmarks.CropScale is > 0 and <= 8,
            $"landmarks.cropScale is {manifest.Landmarks.CropScale}, expected above 0 and at most 8");
        CheckInput("extractor", manifest.Extractor.Input);
        Expect(
            manifest.Extractor.Input is { Width: Alignment.Side, Height: Alignment.Side, Channels: not ChannelOrder.Grey },
            $"extractor.input is {manifest.Extractor.Input}, expected {Alignment.Side}×{Alignment.Side} in colour");
        Expect(
            manifest.Extractor.TemplateLength is >= 1 and <= 4096,
            $"extractor.templateLength is {manifest.Extractor.TemplateLength}, expected 1 to 4096");
        return faults;

        void Expect(bool holds, string fault)
        {
            if (!holds)
                faults.Add(fault);
        }

        void CheckFile(string role, ModelFile file)
        {
            // A plain name only: a manifest must not reach outside its folder.
            Expect(IsFileName(file.File), $"{role}.model.file is '{file.File}', expected a file name");
            Expect(
                file.Quantisation is not { } quantisation || IsFileName(quantisation.Calibration),
                $"{role}.model.quantisation.calibration is '{file.Quantisation?.Calibration}', expected a file name");
            Expect(IsHash(file.Sha256), $"{role}.model.sha256 is '{file.Sha256}', expected 64 lower-case hexadecimal digits");
            Expect(IsHash(file.SourceSha256), $"{role}.model.sourceSha256 is '{file.SourceSha256}', expected 64 lower-case hexadecimal digits");
        }

        void CheckInput(string role, ModelInput input)
        {
            Expect(
                input.Width is >= 16 and <= 4096 && input.Height is >= 16 and <= 4096,
                $"{role}.input is {input.Width}×{input.Height}, expected sides of 16 to 4096");
            Expect(
                float.IsFinite(input.Mean) && float.IsFinite(input.Scale) && input.Scale != 0,
                $"{role}.input has mean {input.Mean} and scale {input.Scale}, expected finite numbers, scale not 0");
        }

        void CheckDetector(DetectorModel detector)
        {
            CheckInput("detector", detector.Input);
            Expect(detector.Input.Channels != ChannelOrder.Grey, "detector.input.channels is grey, expected rgb or bgr");
            Expect(detector.Confidence is > 0 and < 1, $"detector.confidence is {detector.Confidence}, expected between 0 and 1");
            Expect(detector.Overlap is > 0 and < 1, $"detector.overlap is {detector.Overlap}, expected between 0 and 1");
            Expect(
                detector.Anchors.Count > 0 && detector.Anchors.All(level => level.Stride > 0 && level.Sizes.Count > 0 && level.Sizes.All(s => s > 0)),
                "detector.anchors: expected at least one level, strides and sizes above 0");
        }
    }

    private static bool IsFileName(string name) => name.Length > 0 && name == Path.GetFileName(name) && name is not ("." or "..");

    private static bool IsHash(string text) => text.Length == 64 && text.All(c => c is >= '0' and <= '9' or >= 'a' and <= 'f');
}
