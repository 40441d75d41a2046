namespace Signpost.Recognition;

/// <summary>The slow twin: the definition, one product at a time.</summary>
internal readonly unsafe struct ScalarKernel : IScanKernel
{
    public static string Name => "scalar";

    public static bool IsSupported => true;

    public static int Offset => 0;

    public static void Multiply(sbyte* columns, ProbeCode probe, int* sums)
    {
        for (int entry = 0; entry < GalleryLayout.GroupEntries; entry++)
        {
            int sum = 0;
            for (int index = 0; index < probe.Length; index++)
            {
                int step = index / GalleryLayout.StepValues, within = index % GalleryLayout.StepValues;
                sum += columns[step * GalleryLayout.StepBytes + entry * GalleryLayout.StepValues + within] * probe.Values[index];
            }
            sums[entry] = sum;
        }
    }
}
